import type { LibraryTemplate } from '../../../domain/templates/template-library.ts';
import { entry, hazard, meeting, phone, place, source, start, until } from './entry.ts';

/** Templates for accidents and failures of plants, pipes, wires, networks and roads. */
export const technology: readonly LibraryTemplate[] = [
  entry(
    'chemical-release',
    'technology',
    { fr: 'Rejet chimique', en: 'Chemical release' },
    [source, place],
    [
      "{source} : nuage toxique, secteur {place}. Rentrez maintenant, fermez portes et volets, coupez la ventilation, bouchez les aérations. Ne fumez pas. N'allez pas chercher vos enfants : l'école les protège. Attendez la fin d'alerte.",
      "Nuage toxique, {place} : rentrez maintenant, fermez tout, coupez la ventilation. N'allez pas chercher vos enfants.",
    ],
    [
      '{source}: toxic cloud near {place}. Go indoors now, close doors and shutters, turn off ventilation, block air vents. Do not smoke. Leave children at school: it protects them. Wait for the all clear.',
      'Toxic cloud, {place}: go indoors now, close everything, turn off ventilation. Leave children at school.',
    ],
  ),
  entry(
    'gas-leak',
    'technology',
    { fr: 'Fuite de gaz', en: 'Gas leak' },
    [source, place, meeting],
    [
      "{source} : fuite de gaz, {place}. Sortez maintenant, à pied, sans toucher ni interrupteur ni ascenseur. Pas de flamme, pas de téléphone à l'intérieur. Allez à {meeting}. Ne rentrez pas avant l'accord des pompiers.",
      'Fuite de gaz, {place} : sortez maintenant à pied, ne touchez ni interrupteur ni ascenseur. Allez à {meeting}.',
    ],
    [
      '{source}: gas leak, {place}. Get out now, on foot, touch no switch and no lift. No flame, no phone indoors. Go to {meeting}. Do not return before the fire brigade agrees.',
      'Gas leak, {place}: get out now on foot, touch no switch and no lift. Go to {meeting}.',
    ],
  ),
  entry(
    'fire',
    'technology',
    { fr: 'Incendie dans un site', en: 'Fire on the premises' },
    [source, place, meeting],
    [
      "{source} : incendie, {place}. Évacuez maintenant par les escaliers, jamais par l'ascenseur. Fermez les portes derrière vous. Fumée dans le couloir : restez, calfeutrez, montrez-vous. Rassemblement : {meeting}.",
      'Incendie, {place} : évacuez maintenant par les escaliers, fermez les portes. Rassemblement : {meeting}.',
    ],
    [
      '{source}: fire, {place}. Leave now by the stairs, never by the lift. Close doors behind you. Smoke in the corridor: stay, seal the door, show yourself. Meeting point: {meeting}.',
      'Fire, {place}: leave now by the stairs, close the doors. Meeting point: {meeting}.',
    ],
  ),
  entry(
    'nuclear-shelter',
    'technology',
    { fr: "Accident nucléaire : à l'abri", en: 'Nuclear accident: shelter' },
    [source, place],
    [
      "{source} : accident nucléaire, {place}. Rentrez maintenant et restez à l'intérieur, fermez tout, coupez la ventilation. Dehors ? Laissez habits et chaussures à l'entrée, lavez-vous. Ne prenez pas d'iode sans consigne. Attendez la suite par SMS.",
      "Accident nucléaire, {place} : rentrez maintenant, fermez tout, coupez la ventilation. Pas d'iode sans consigne.",
    ],
    [
      '{source}: nuclear accident, {place}. Go indoors now and stay there, close everything, turn off ventilation. Been outside? Leave clothes and shoes at the door, wash. Take no iodine until told. Wait for our next SMS.',
      'Nuclear accident, {place}: go indoors now, close everything, turn off ventilation. No iodine until told.',
    ],
  ),
  entry(
    'iodine',
    'technology',
    { fr: 'Accident nucléaire : iode', en: 'Nuclear accident: iodine' },
    [source, place, start],
    [
      "{source} : accident nucléaire, {place}. Prenez vos comprimés d'iode {time}, une seule fois, selon la dose de la notice. Enfants et femmes enceintes d'abord. Pas de comprimés ? Restez à l'abri, n'allez pas en chercher.",
      "Nucléaire, {place} : prenez l'iode {time}, une seule fois, dose de la notice. Restez à l'abri, fermez tout.",
    ],
    [
      '{source}: nuclear accident, {place}. Take your iodine tablets {time}, once only, in the dose that the leaflet gives for the age. Children and pregnant women first. No tablets? Stay indoors, do not go out for them.',
      'Nuclear accident, {place}: take iodine {time}, once, dose as on the leaflet. Stay indoors, close everything.',
    ],
  ),
  entry(
    'boil-water',
    'technology',
    { fr: 'Eau non potable', en: 'Boil water' },
    [source, place, until],
    [
      '{source} : eau du robinet polluée, {place}, {time}. Ne la buvez pas, faites-la bouillir 5 minutes avant de boire, cuisiner ou laver les dents. Douche sans avaler : possible. Prévenez vos voisins.',
      'Eau polluée, {place}, {time} : ne la buvez pas sans la faire bouillir 5 minutes. Prévenez vos voisins.',
    ],
    [
      '{source}: tap water unsafe, {place}, {time}. Do not drink it, boil it for 5 minutes before you drink, cook or clean teeth. You may shower, swallow none. Tell your neighbours.',
      'Tap water unsafe, {place}, {time}: boil it for 5 minutes before you drink or cook. Tell your neighbours.',
    ],
  ),
  entry(
    'water-cut',
    'technology',
    { fr: "Coupure d'eau", en: 'Water cut' },
    [source, place, until, meeting],
    [
      "{source} : coupure d'eau, {place}, {time}. Gardez une réserve, fermez vos robinets, coupez chauffe-eau et machines. Eau en bouteille à retirer : {meeting}. Au retour, laissez couler avant de boire.",
      "Coupure d'eau, {place}, {time}. Fermez vos robinets. Eau en bouteille : {meeting}.",
    ],
    [
      '{source}: water cut, {place}, {time}. Keep a reserve, close your taps, turn off water heaters and machines. Bottled water to collect at: {meeting}. When it is back, let it run before you drink.',
      'Water cut, {place}, {time}. Close your taps. Bottled water: {meeting}.',
    ],
  ),
  entry(
    'power-cut',
    'technology',
    { fr: 'Panne électrique', en: 'Power cut' },
    [source, place, until, phone],
    [
      "{source} : coupure électrique, {place}, {time}. Débranchez les appareils, gardez le frigo fermé, évitez les bougies. Ne prenez pas l'ascenseur. Appareil médical à la maison : appelez le {phone}.",
      "Coupure électrique, {place}, {time}. Débranchez tout, évitez l'ascenseur. Appareil médical : {phone}.",
    ],
    [
      '{source}: power cut, {place}, {time}. Unplug appliances, keep the fridge closed, avoid candles. Do not take lifts. Medical device at home: call {phone}.',
      'Power cut, {place}, {time}. Unplug everything, avoid lifts. Medical device at home: call {phone}.',
    ],
  ),
  entry(
    'emergency-number',
    'technology',
    { fr: "Numéros d'urgence en panne", en: 'Emergency numbers down' },
    [source, place, until, phone],
    [
      "{source} : panne des numéros d'urgence, {place}, {time}. Urgence vitale : appelez le {phone}, ou le 112 d'un portable, ou allez à la caserne ou au commissariat. N'appelez pas pour essayer.",
      "Numéros d'urgence en panne, {place}, {time}. En danger, appelez le {phone} ou allez à la caserne.",
    ],
    [
      '{source}: emergency numbers down, outage in {place}, {time}. Life in danger: call {phone}, or 112 from a mobile, or go to the fire or police station. Do not call just to try.',
      'Emergency numbers down, outage, {place}, {time}. In danger call {phone} or go to the fire station.',
    ],
  ),
  entry(
    'cyber-incident',
    'technology',
    { fr: 'Incident cyber', en: 'Cyber incident' },
    [source, place, start, phone],
    [
      "{source} : cyberattaque en cours, {place}. Débranchez {time} le réseau de votre poste, laissez-le allumé. N'ouvrez ni courriel ni fichier, ne payez rien, ne répondez à personne. Appelez le {phone} si un écran est suspect.",
      "Cyberattaque, {place} : débranchez {time} le réseau, n'éteignez pas, n'ouvrez rien. Suspect : {phone}.",
    ],
    [
      '{source}: cyberattack under way, {place}. Unplug your computer from the network {time}, leave it on. Open no mail and no file, pay nothing, answer nobody. Strange screen? Call {phone}.',
      'Cyberattack, {place}: unplug the network {time}, leave the computer on, open nothing. Strange? Call {phone}.',
    ],
  ),
  entry(
    'road-closed',
    'technology',
    { fr: 'Route coupée', en: 'Road closed' },
    [source, hazard, place, until],
    [
      '{source} : route coupée, {place}, {time}. Cause : {hazard}. Évitez le secteur, suivez la déviation, laissez passer les secours. Déjà bloqués : restez dans la voiture, moteur coupé, gardez le téléphone chargé.',
      'Route coupée, {place}, {time} ({hazard}). Évitez le secteur, laissez passer les secours.',
    ],
    [
      '{source}: road closed, {place}, {time}. Cause: {hazard}. Avoid the area, follow the diversion, let rescue vehicles pass. Already stuck: stay in your car, engine off, phone charged.',
      'Road closed, {place}, {time} ({hazard}). Avoid the area, let rescue vehicles pass.',
    ],
  ),
];
