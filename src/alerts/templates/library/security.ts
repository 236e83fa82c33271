import type { LibraryTemplate } from '../../../domain/templates/template-library.ts';
import { entry, hazard, meeting, phone, place, source, start } from './entry.ts';

/** Templates for danger to people, such as an attack. */
export const security: readonly LibraryTemplate[] = [
  entry(
    'evacuation',
    'security',
    { fr: 'Évacuation', en: 'Evacuation' },
    [source, hazard, place, start, meeting],
    [
      '{source} : évacuez {time} le secteur {place}. Danger : {hazard}. Prenez papiers, médicaments, eau. Fermez la porte, aidez vos voisins. Allez à {meeting}. Ne revenez pas sans consigne.',
      'Danger : {hazard}. Évacuez {place} {time}, avec papiers, médicaments. Allez à {meeting}.',
    ],
    [
      '{source}: leave {place} {time}. Danger: {hazard}. Take papers, medicine, water. Close your door, help your neighbours. Go to {meeting}. Do not come back until told.',
      'Danger: {hazard}. Leave {place} {time} with papers and medicine. Go to {meeting}.',
    ],
  ),
  entry(
    'shelter-in-place',
    'security',
    { fr: "Mise à l'abri", en: 'Shelter in place' },
    [source, hazard, place, start],
    [
      "{source} : rentrez {time}, secteur {place}. Danger : {hazard}. Entrez dans le local le plus proche, fermez portes et volets, éloignez-vous des vitres. N'allez pas chercher vos enfants. Attendez la fin d'alerte par SMS.",
      "Danger : {hazard}, {place}. Rentrez {time}, fermez tout, évitez les vitres, attendez la fin d'alerte.",
    ],
    [
      '{source}: go indoors {time}, area {place}. Danger: {hazard}. Enter the nearest building, close doors and shutters, keep away from glass. Do not fetch your children. Wait for the all clear by SMS.',
      'Danger: {hazard}, {place}. Go indoors {time}, close everything, keep off windows, wait for the all clear.',
    ],
  ),
  entry(
    'active-threat',
    'security',
    { fr: 'Attaque en cours', en: 'Active threat' },
    [source, place],
    [
      '{source} : attaque en cours, {place}. Fuyez maintenant si le chemin est libre, sans rien emporter. Sinon enfermez-vous, cachez-vous, coupez le son du téléphone. Alertez dès que possible : 17, ou SMS au 114. Mains visibles devant la police.',
      'Attaque en cours, {place}. Fuyez si le chemin est libre. Sinon cachez-vous, téléphone muet. Alertez : 17, ou SMS au 114.',
    ],
    [
      '{source}: attack under way, {place}. Run now if the way is clear, carry nothing. If not, lock yourself in, hide, silence your phone. Call 17 as soon as you can, or text 114. Keep your hands in sight of the police.',
      'Attack under way, {place}. Run if the way is clear. If not, hide, silence your phone. Call 17 or text 114.',
    ],
  ),
  entry(
    'suspect-object',
    'security',
    { fr: 'Objet suspect', en: 'Suspect object' },
    [source, place, meeting],
    [
      "{source} : objet suspect, danger possible, {place}. Éloignez-vous maintenant, n'y touchez pas, n'utilisez ni radio ni téléphone à moins de 100 m. Suivez le personnel vers {meeting}.",
      "Objet suspect, danger possible, {place}. Éloignez-vous maintenant, n'y touchez pas. Allez à {meeting}.",
    ],
    [
      '{source}: suspect object, possible danger, {place}. Move away now, do not touch it, use no radio and no phone within 100 m. Follow staff to {meeting}.',
      'Suspect object, possible danger, {place}. Move away now, do not touch it. Go to {meeting}.',
    ],
  ),
  entry(
    'missing-person',
    'security',
    { fr: 'Personne disparue', en: 'Missing person' },
    [source, place, start, phone, { person: { maxLength: 55 } }],
    [
      '{source} : personne disparue, {place}, depuis {time}. {person}. Regardez garages, caves et jardins. Si vous la voyez, ne la brusquez pas, restez avec elle et appelez le {phone}.',
      'Disparition, {place} : {person}. Si vous la voyez, appelez le {phone}.',
    ],
    [
      '{source}: missing person, {place}, since {time}. {person}. Look in garages, cellars and gardens. If you see them, keep calm, stay with them and call {phone}.',
      'Missing, {place}: {person}. If you see them, call {phone}.',
    ],
  ),
  entry(
    'all-clear',
    'security',
    { fr: "Fin d'alerte", en: 'All clear' },
    [source, hazard, place, phone],
    [
      "{source} : fin d'alerte ({hazard}), {place}. Rouvrez tout, vous pouvez sortir maintenant. Vérifiez gaz et électricité, ne touchez pas aux fils à terre. Besoin d'aide : {phone}. Merci de votre calme.",
      "Fin d'alerte ({hazard}), {place}. Vous pouvez sortir maintenant ; aérez. Aide : {phone}.",
    ],
    [
      '{source}: the danger is over ({hazard}), {place}. You may go out and return home now. Open up, check gas and power, touch no fallen wire. Need help: call {phone}. Thank you for staying calm.',
      'All clear: {hazard} is over, {place}. You may go out now. Need help: call {phone}.',
    ],
  ),
];
