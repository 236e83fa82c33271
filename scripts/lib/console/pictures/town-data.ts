/** A town on the Garonne, invented: what a prefecture would have prepared on a quiet day. */
const SOUTH = 43.56;
const WEST = 1.38;
const NAMES = [
  'Camille',
  'Louise',
  'Youssef',
  'Inès',
  'Gabriel',
  'Maël',
  'Léa',
  'Nour',
  'Hugo',
  'Zoé',
  'Adam',
];
const CODES = ['31000', '31200', '31300', '31400', '31500'];
const COMMUNES = [
  'Bourg',
  'Les Aubiers',
  'Saint-Lys',
  'Le Pré',
  'Rive',
  'La Croix',
  'Moulins',
  'Bellevue',
  'Port',
];

export const numberOf = (index: number): string => `+3363998${String(index).padStart(4, '0')}`;
export const numbers = (from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => numberOf(from + index));

/** The hour at which a crisis begins. */
const NIGHT_HOUR = 3;
const EAST = 14;

/** A time zone in which it is night now, whenever the pictures are taken. */
export const nightZone = (nowMs: number): string => {
  const ahead = (NIGHT_HOUR - new Date(nowMs).getUTCHours() + 24) % 24;
  // The names of these zones have the sign the other way round.
  const hours = ahead > EAST ? 24 - ahead : -ahead;
  return `Etc/GMT${hours < 0 ? hours : `+${hours}`}`;
};

/** People as a file that an import takes: most have a position, some only a postal code. */
export const people = (count: number): string => {
  const rows = Array.from({ length: count }, (_, index) => {
    const [turn, far] = [index * 2.4, 0.0011 * Math.sqrt(index)];
    const place =
      index % 7 === 6
        ? ';'
        : `${(SOUTH + 0.045 + far * Math.sin(turn)).toFixed(5)};${(WEST + 0.06 + 1.5 * far * Math.cos(turn)).toFixed(5)}`;
    const name = `${NAMES[index % NAMES.length]} ${String.fromCharCode(65 + (index % 26))}.`;
    const language = index % 9 === 4 ? 'en' : index % 41 === 7 ? 'es' : 'fr';
    return `${numberOf(index)};${name};${language};${CODES[index % CODES.length]};${place};${'ABC'[index % 3]};${index % 5}`;
  });
  return ['number;name;language;postal code;latitude;longitude;building;floor', ...rows].join('\n');
};

/** Nine communes and the river between them. */
export const map = {
  type: 'FeatureCollection',
  features: [
    ...COMMUNES.map((nom, index) => {
      const [west, south] = [WEST + (index % 3) * 0.04, SOUTH + Math.floor(index / 3) * 0.03];
      const ring = [
        [west, south],
        [west + 0.022, south + 0.004],
        [west + 0.04, south],
        [west + 0.037, south + 0.016],
        [west + 0.04, south + 0.03],
        [west + 0.018, south + 0.034],
        [west, south + 0.03],
        [west - 0.003, south + 0.014],
        [west, south],
      ];
      return { type: 'Feature', properties: { nom }, geometry: { type: 'Polygon', coordinates: [ring] } };
    }),
    {
      type: 'Feature',
      properties: {},
      geometry: {
        type: 'LineString',
        coordinates: Array.from({ length: 40 }, (_, index) => [
          WEST + 0.12 * (index / 39),
          SOUTH + 0.04 + 0.015 * Math.sin(index / 6),
        ]),
      },
    },
  ],
};

/** Everybody in the north of the river. */
export const northBank = {
  polygon: [
    [SOUTH + 0.045, WEST],
    [SOUTH + 0.045, WEST + 0.12],
    [SOUTH + 0.09, WEST + 0.12],
    [SOUTH + 0.09, WEST],
    [SOUTH + 0.045, WEST],
  ],
};
export const townHall = { circle: { lat: SOUTH + 0.05, lon: WEST + 0.06, radiusKm: 2 } };

export const flood = {
  defaultLanguage: 'fr',
  variants: [
    {
      language: 'fr',
      text: "Préfecture : crue de la Garonne, {place}. Montez à l'étage maintenant, jusqu'à {until}. Répondez 1 en sécurité, 2 pour une aide.",
      short: "Crue, {place} : montez à l'étage. 1 = en sécurité, 2 = aide",
    },
    {
      language: 'en',
      text: 'Prefecture: Garonne flood, {place}. Go upstairs now, until {until}. Reply 1 if you are safe, 2 if you need help.',
      short: 'Flood, {place}: go upstairs. 1 = safe, 2 = help',
    },
  ],
};
export const dam = {
  defaultLanguage: 'fr',
  variants: [
    {
      language: 'fr',
      text: 'Préfecture : le barrage déborde. Quittez la rive nord à pied maintenant, allez vers {place}. Répondez 1 en sécurité, 2 pour une aide.',
      short: 'Barrage : quittez la rive nord, allez vers {place}. 1 = en sécurité, 2 = aide',
    },
    {
      language: 'en',
      text: 'Prefecture: the dam is overtopping. Leave the north bank on foot now, go to {place}. Reply 1 if you are safe, 2 if you need help.',
      short: 'Dam: leave the north bank, go to {place}. 1 = safe, 2 = help',
    },
  ],
};
export const smoke = {
  defaultLanguage: 'fr',
  variants: [
    {
      language: 'fr',
      text: 'Préfecture : fumée toxique, {place}. Rentrez maintenant, fermez portes et volets, coupez la ventilation, écoutez la radio.',
      short: 'Fumée toxique, {place} : rentrez, fermez tout.',
    },
  ],
};
export const water = {
  defaultLanguage: 'fr',
  variants: [
    {
      language: 'fr',
      text: "Préfecture : eau du robinet non potable, {place}, jusqu'à {until}. Ne la buvez pas. Répondez 1 si tout va bien, 2 pour une aide.",
    },
  ],
};
export const fire = {
  defaultLanguage: 'fr',
  variants: [
    {
      language: 'fr',
      text: 'Préfecture : incendie, {place}. Partez maintenant à pied vers le gymnase Lagrange, fermez les portes derrière vous.',
      short: 'Incendie, {place} : partez à pied vers le gymnase Lagrange.',
    },
  ],
};
/** What people shall do stands before why, as the operators' guide advises. */
export const climb = {
  defaultLanguage: 'fr',
  variants: [
    {
      language: 'fr',
      text: "Montez aux étages maintenant. Crue de la Garonne, {place}, jusqu'à {until}. La préfecture.",
      short: 'Montez aux étages. Crue, {place}.',
    },
  ],
};
export const question = {
  answers: [
    { word: '1', meaning: 'safe' },
    { word: '2', meaning: 'help' },
  ],
  openFor: 'PT2H',
};
export const cries = [
  "2 L'eau monte, ma mère est au rez-de-chaussée et ne marche pas",
  '2',
  '2 Nous sommes 3 sur le toit, 14 quai de Tounis, vite',
  '2 my neighbour needs oxygen, the power is off',
];
