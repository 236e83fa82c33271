import type { LibraryTemplate } from '../../../domain/templates/template-library.ts';
import { entry, meeting, phone, place, source, start, until } from './entry.ts';

/** Templates for natural hazards: water, wind, earth, fire, heat and cold. */
export const nature: readonly LibraryTemplate[] = [
  entry(
    'flood',
    'nature',
    { fr: 'Crue, inondation', en: 'Flood' },
    [source, place, start, phone],
    [
      "{source} : crue, secteur {place}. Montez à l'étage {time}. N'allez ni à la cave ni au parking, ne prenez pas la voiture. Coupez gaz et électricité. Aide : {phone}.",
      "Crue, {place} : montez à l'étage {time}. Ni cave, ni parking, ni voiture. Danger : {phone}.",
    ],
    [
      '{source}: flood near {place}. Go upstairs {time}. Keep out of cellars and car parks, do not drive. Switch off gas and power. Help: {phone}.',
      'Flood, {place}: go upstairs {time}. Keep out of cellars, car parks and cars. Help: {phone}.',
    ],
  ),
  entry(
    'flash-flood',
    'nature',
    { fr: 'Crue soudaine', en: 'Flash flood' },
    [source, place],
    [
      "{source} : crue soudaine, {place}. Quittez maintenant les berges et les campings, gagnez les hauteurs à pied. Ne traversez ni pont ni route sous l'eau. Prévenez vos voisins.",
      "Crue soudaine, {place} : quittez les berges maintenant, gagnez les hauteurs à pied. Ne traversez jamais l'eau.",
    ],
    [
      '{source}: flash flood, {place}. Leave river banks and camp sites now, get to high ground on foot. Never cross water on a bridge or road. Warn your neighbours.',
      'Flash flood, {place}: leave the banks now, get to high ground on foot. Never cross moving water.',
    ],
  ),
  entry(
    'dam',
    'nature',
    { fr: 'Rupture de barrage', en: 'Dam failure' },
    [source, place, meeting],
    [
      "{source} : rupture de barrage, {place}. Gagnez les hauteurs maintenant, à pied, sans rien emporter. Point de rassemblement : {meeting}. N'attendez pas, ne redescendez pas avant la fin d'alerte.",
      'Rupture de barrage, {place} : gagnez les hauteurs maintenant, à pied, sans rien emporter. Allez à {meeting}.',
    ],
    [
      '{source}: dam failure, {place}. Get to high ground now, on foot, carry nothing. Meeting point: {meeting}. Do not wait, and stay up there until the all clear.',
      'Dam failure, {place}: get to high ground now, on foot, carry nothing. Meeting point: {meeting}.',
    ],
  ),
  entry(
    'storm',
    'nature',
    { fr: 'Orage, vent violent', en: 'Storm' },
    [source, place, start],
    [
      "{source} : vents violents et orages, {place}, {time}. Restez à l'abri, reportez vos trajets, rentrez ce que le vent peut emporter. Ne touchez aucun fil à terre. Évitez les arbres et le bord de mer.",
      "Vents violents, {place}, {time} : restez à l'abri, reportez vos trajets. Ne touchez aucun fil à terre.",
    ],
    [
      '{source}: violent winds and thunderstorms, {place}, {time}. Stay indoors, put off travel, bring in what the wind can carry. Touch no fallen wire. Keep away from trees and the shore.',
      'Violent winds, {place}, {time}: stay indoors, put off travel. Touch no fallen wire.',
    ],
  ),
  entry(
    'wildfire',
    'nature',
    { fr: 'Feu de végétation', en: 'Wildfire' },
    [source, place, meeting],
    [
      '{source} : incendie de végétation, {place}. Partez maintenant si la police le demande, vers {meeting}. Sinon rentrez, fermez volets et portes, arrosez les abords, ne partez pas dans la fumée. Laissez les voies libres.',
      'Incendie, {place} : si la police le demande, partez maintenant vers {meeting}. Sinon rentrez et fermez tout.',
    ],
    [
      '{source}: wildfire, {place}. If the police say so, leave now for {meeting}. Otherwise go indoors, close shutters and doors, wet the surroundings, do not drive into smoke. Keep roads clear.',
      'Wildfire, {place}: if the police say so, leave now for {meeting}. Otherwise go indoors and close everything.',
    ],
  ),
  entry(
    'landslide',
    'nature',
    { fr: 'Glissement de terrain', en: 'Landslide' },
    [source, place, phone],
    [
      "{source} : glissement de terrain, secteur {place}. Quittez la pente maintenant, éloignez-vous sur le flanc. N'entrez pas dans une maison fissurée, laissez la route libre. Personne en danger : {phone}.",
      "Glissement de terrain, {place} : quittez la pente maintenant, n'entrez pas dans une maison fissurée. Danger : {phone}.",
    ],
    [
      '{source}: landslide near {place}. Leave the slope now, move off sideways. Do not enter a cracked house, keep the road clear. Somebody in danger: call {phone}.',
      'Landslide, {place}: leave the slope now, do not enter a cracked house. In danger call {phone}.',
    ],
  ),
  entry(
    'tsunami',
    'nature',
    { fr: 'Tsunami, submersion', en: 'Tsunami' },
    [source, place, start],
    [
      "{source} : tsunami attendu, {place}, {time}. Quittez la plage et le port, gagnez à pied un point haut ou le 3e étage. N'allez pas voir la mer : d'autres vagues suivent. Attendez la fin d'alerte.",
      'Tsunami, {place}, {time} : quittez le littoral, gagnez à pied un point haut ou un 3e étage. Restez-y.',
    ],
    [
      '{source}: tsunami expected, {place}, {time}. Leave beach and harbour, get to high ground or a third floor on foot. Do not go to look: more waves follow. Wait for the all clear.',
      'Tsunami, {place}, {time}: leave the shore, get to high ground or a third floor on foot. Stay there.',
    ],
  ),
  entry(
    'earthquake',
    'nature',
    { fr: 'Séisme', en: 'Earthquake' },
    [source, place, phone],
    [
      "{source} : séisme, {place}. Sortez maintenant si les murs sont fissurés, éloignez-vous des murs. Coupez le gaz, n'allumez aucune flamme. Attendez-vous à des répliques. Gardez le réseau libre. Blessés : {phone}.",
      'Séisme, {place} : sortez maintenant, éloignez-vous des murs, coupez le gaz. Des répliques suivront. Aide : {phone}.',
    ],
    [
      '{source}: earthquake, {place}. Get out now if walls are cracked, keep away from them. Turn off the gas, light no flame. Expect more shocks. Keep phone lines free. Injured: call {phone}.',
      'Earthquake, {place}: get out now, keep away from walls, turn off the gas. More shocks will follow. Injured: {phone}.',
    ],
  ),
  entry(
    'heat',
    'nature',
    { fr: 'Canicule', en: 'Heatwave' },
    [source, place, until],
    [
      '{source} : canicule, {place}, {time}. Buvez souvent, restez au frais, fermez les volets le jour. Évitez tout effort. Appelez vos proches fragiles chaque jour. Malaise ou confusion : appelez le 15.',
      'Canicule, {place}, {time} : buvez souvent, restez au frais, appelez vos proches fragiles. Malaise : 15.',
    ],
    [
      '{source}: heatwave, {place}, {time}. Drink often, stay cool, close shutters by day. Avoid effort. Call frail relatives each day. Faintness or confusion: call 15.',
      'Heatwave, {place}, {time}: drink often, stay cool, call frail relatives. If faint or confused call 15.',
    ],
  ),
  entry(
    'cold',
    'nature',
    { fr: 'Grand froid', en: 'Extreme cold' },
    [source, place, until],
    [
      '{source} : grand froid, {place}, {time}. Restez au chaud, ne bouchez aucune aération, ne chauffez pas avec un brasero ou un four : danger de mort. Signalez une personne dehors au 115.',
      'Grand froid, {place}, {time} : restez au chaud, pas de chauffage au brasero. Personne dehors : appelez le 115.',
    ],
    [
      '{source}: extreme cold, {place}, {time}. Stay warm, cover no air vent, never heat with a barbecue or an oven: it kills. Report anybody sleeping outside: call 115.',
      'Extreme cold, {place}, {time}: stay warm, never heat with a barbecue. Somebody sleeping outside: call 115.',
    ],
  ),
  entry(
    'snow-ice',
    'nature',
    { fr: 'Neige, verglas', en: 'Snow and ice' },
    [source, place, until],
    [
      "{source} : neige et verglas, {place}, {time}. Ne prenez pas la route. Si vous y roulez : restez sur la voie déneigée, gardez le plein, de l'eau et une couverture. Laissez passer les engins.",
      'Neige et verglas, {place}, {time} : ne prenez pas la route. Laissez passer les engins de déneigement.',
    ],
    [
      '{source}: snow and ice, {place}, {time}. Do not drive. If you are on the road: keep to the cleared lane, keep fuel, water and a blanket. Let the ploughs pass.',
      'Snow and ice, {place}, {time}: do not drive. Let the ploughs pass.',
    ],
  ),
];
