import type { LibraryTemplate } from '../../../domain/templates/template-library.ts';
import { entry, hazard, phone, place, source, start, until } from './entry.ts';

/** Templates for the people of an organisation: to call them in, send them home or ask them. */
export const organisation: readonly LibraryTemplate[] = [
  entry(
    'white-plan',
    'health',
    { fr: 'Plan blanc', en: 'Hospital white plan' },
    [source, place, start, phone],
    [
      "{source} : plan blanc déclenché, {place}. Rejoignez votre service {time}, badge en main, par l'entrée du personnel. Répondez 1 si vous venez, 2 si vous ne pouvez pas. Cellule de crise : {phone}.",
      'Plan blanc, {place}. Rejoignez votre service {time}. Répondez 1 si vous venez, 2 sinon. Cellule : {phone}.',
    ],
    [
      '{source}: white plan in force, {place}. Come to your unit {time}, badge in hand, by the staff entrance. Reply 1 if you come, 2 if you cannot. Crisis desk: {phone}.',
      'White plan, {place}. Come to your unit {time}. Reply 1 if you come, 2 if not. Crisis desk: {phone}.',
    ],
  ),
  entry(
    'epidemic',
    'health',
    { fr: 'Alerte sanitaire', en: 'Health alert' },
    [source, hazard, place, until, phone],
    [
      '{source} : alerte sanitaire ({hazard}), {place}, {time}. Lavez-vous souvent les mains, portez un masque en public, évitez les visites aux personnes fragiles. Fièvre ou toux : restez chez vous, appelez le {phone}.',
      'Alerte sanitaire ({hazard}), {place}, {time}. Portez un masque. Malade, appelez {phone}.',
    ],
    [
      '{source}: health alert ({hazard}), {place}, {time}. Wash hands often, wear a mask in public, avoid visits to frail people. Fever or cough: stay at home, call {phone}.',
      'Health alert ({hazard}), {place}, {time}: wear a mask. Fever: stay at home, call {phone}.',
    ],
  ),
  entry(
    'staff-recall',
    'organisation',
    { fr: 'Rappel du personnel', en: 'Staff recall' },
    [source, hazard, place, start, phone],
    [
      '{source} : renfort demandé ({hazard}). Présentez-vous {time}, {place}. Répondez 1 si vous venez, 2 si vous ne pouvez pas. Ne rappelez que le {phone}, gardez votre ligne libre.',
      'Renfort demandé ({hazard}) : venez {time}, {place}. Répondez 1 si oui, 2 si non. Appel : {phone}.',
    ],
    [
      '{source}: reinforcement needed ({hazard}). Report {time} to {place}. Reply 1 if you come, 2 if you cannot. Call back on {phone} only, keep your line free.',
      'Reinforcement needed ({hazard}): report {time}, {place}. Reply 1 if yes, 2 if no. Call {phone}.',
    ],
  ),
  entry(
    'head-count',
    'organisation',
    { fr: 'Recensement', en: 'Head count' },
    [source, hazard, place, start],
    [
      "{source} : incident ({hazard}), {place}, {time}. Répondez 1 si vous allez bien, 2 si vous avez besoin d'aide. Répondez seulement par le chiffre, gardez le téléphone sur vous, ne revenez pas sur le site.",
      "Incident ({hazard}), {place}, {time}. Répondez 1 si vous allez bien, 2 si vous avez besoin d'aide.",
    ],
    [
      '{source}: incident ({hazard}), {place}, {time}. Reply 1 if you are safe, 2 if you need help. Reply with the digit only, keep your phone with you, do not return to the site.',
      'Incident ({hazard}), {place}, {time}. Reply 1 if you are safe, 2 if you need help.',
    ],
  ),
  entry(
    'building-closed',
    'organisation',
    { fr: 'Site fermé', en: 'Building closed' },
    [source, hazard, place, until, phone],
    [
      "{source} : site fermé, {place}, {time}. Cause : {hazard}. Ne venez pas, travaillez à distance ou restez chez vous. Déjà sur place : sortez par l'accueil. Questions : {phone}.",
      'Site fermé, {place}, {time} ({hazard}). Ne venez pas, restez chez vous. Appel : {phone}.',
    ],
    [
      '{source}: building closed, {place}, {time}. Cause: {hazard}. Do not come, work from home or stay there. Already inside: leave by the main desk. Questions: call {phone}.',
      'Building closed, {place}, {time} ({hazard}). Do not come, stay at home. Call {phone}.',
    ],
  ),
  entry(
    'school-closed',
    'organisation',
    { fr: 'École fermée', en: 'School closed' },
    [source, hazard, place, until],
    [
      "{source} : école fermée, {place}, {time}. Cause : {hazard}. Gardez vos enfants chez vous. Ceux qui y sont restent à l'abri avec le personnel : ne venez que si nous vous appelons. Bus supprimés.",
      'École fermée, {place}, {time} ({hazard}). Gardez vos enfants. Sur place : attendez notre appel.',
    ],
    [
      '{source}: school closed, {place}, {time}. Cause: {hazard}. Keep your children at home. Those already here are safe with staff: come only if we call you. No buses.',
      'School closed, {place}, {time} ({hazard}). Keep children at home. Already here: wait for our call.',
    ],
  ),
  entry(
    'event-cancelled',
    'organisation',
    { fr: 'Rassemblement annulé', en: 'Event cancelled' },
    [source, hazard, place, start],
    [
      '{source} : rassemblement annulé, danger ({hazard}), {place}, {time}. Ne venez pas. Déjà sur place : partez à pied et dans le calme, suivez les agents, laissez les issues libres.',
      'Rassemblement annulé, danger ({hazard}), {place}, {time}. Ne venez pas ; sur place, partez dans le calme.',
    ],
    [
      '{source}: event cancelled, danger ({hazard}), {place}, {time}. Do not come. Already there: leave on foot and calmly, follow the stewards, keep exits clear.',
      'Event cancelled, danger ({hazard}), {place}, {time}. Do not come; if you are there, leave calmly.',
    ],
  ),
  entry(
    'update',
    'organisation',
    { fr: 'Point de situation', en: 'Situation update' },
    [source, hazard, place, until],
    [
      "{source} : la situation dure ({hazard}), {place}. Gardez les consignes {time} : elles restent les bonnes. Écoutez la radio, économisez vos batteries, aidez vos voisins. Prochain SMS dès qu'il y a du nouveau.",
      'La situation dure ({hazard}), {place}. Gardez les consignes {time}. Prochain SMS si du nouveau.',
    ],
    [
      '{source}: the incident goes on ({hazard}), {place}. Keep to the instructions {time}: they still hold. Listen to the radio, save your batteries, help your neighbours. Next SMS when there is news.',
      'The incident goes on ({hazard}), {place}. Keep to the instructions {time}. Next SMS on any news.',
    ],
  ),
  entry(
    'correction',
    'organisation',
    { fr: 'Rectificatif', en: 'Correction' },
    [source, hazard, place, phone],
    [
      "{source} : notre SMS précédent était une erreur ({hazard}), {place}. Ignorez-le maintenant : il n'y a aucun danger. Prévenez ceux qui l'ont vu avec vous. Nous vous devons des explications. Questions : {phone}.",
      'Notre SMS était une erreur ({hazard}), {place} : ignorez-le maintenant, aucun danger. Questions : {phone}.',
    ],
    [
      '{source}: our last SMS was an error ({hazard}), {place}. Ignore it now: there is no danger. Tell those who saw it with you. We owe you an explanation. Questions: call {phone}.',
      'Our last SMS was an error ({hazard}), {place}: ignore it now, there is no danger. Questions: {phone}.',
    ],
  ),
  entry(
    'exercise',
    'organisation',
    { fr: "Exercice de la chaine d'alerte", en: 'Exercise of the alert chain' },
    [source, place, start],
    [
      "{source} : exercice du service d'alerte, {place}, {time}. Répondez 1 pour dire que vous avez lu ce message. N'appelez pas les secours, ne changez rien à votre journée. Merci : vos réponses mesurent notre délai.",
      "Exercice du service d'alerte, {place}, {time}. Répondez 1 pour dire que vous avez lu ce message. Merci.",
    ],
    [
      '{source}: exercise of the alert service, {place}, {time}. Reply 1 to say that you have read this. Do not call the rescue services, change nothing in your day. Thank you: replies tell us how fast we are.',
      'Exercise of the alert service, {place}, {time}. Reply 1 to say that you have read this. Thank you.',
    ],
  ),
];
