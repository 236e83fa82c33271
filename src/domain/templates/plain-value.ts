import { withoutInvisible } from '../text/invisible.ts';
import { hasLink, hasPhoneNumber } from '../text/links.ts';

/**
 * The greatest length of a value without a bound of its own: room for a street and a district, not for an order to the
 * public.
 */
export const PLAIN_LENGTH = 60;

/** Signs that end a sentence wherever they stand. */
const SENTENCE = /[!?;؟؛۔।\n\r\u2028\u2029]/;
/** A full stop, or several, with words behind it. The word before it may be an abbreviation. */
const STOP = /(\p{L}*)(\.+|[。．｡])["'’»”)]*(?=\s+["'’«“(]*[\p{L}\p{Nd}])/gu;
/** What is shortened with a full stop in names, places and times. A single letter is an initial. */
const ABBREVIATED = new Set(
  (
    'st ste sts stes dr drs prof me mgr mme mmes mlle mr mrs ms gal gén col cdt cne lt jr sr ' +
    'av ave bd bld blvd all imp ch chem rte rd sq pl fg fbg pt gd qu quart rés résid ' +
    'bât bat esc apt appt ét etg nr no num env approx am pm janv févr avr juil sept oct nov déc'
  ).split(' '),
);

// Forms of digits that nobody takes for a number to call. They are taken out before the other digits are looked at.
const STREET =
  '(?:rue|r|avenue|av|ave|boulevard|bd|bld|blvd|quai|place|pl|chemin|ch|route|rte|allées?|impasse|imp|cours|square|sq|' +
  'passage|faubourg|fg|esplanade|promenade|sentier|villa|cité|résidence|street|road|lane|drive|way|close)';
const MONTH =
  '(?:janv(?:ier)?|févr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|août|sept(?:embre)?|oct(?:obre)?|nov(?:embre)?|' +
  'déc(?:embre)?|january|february|march|april|may|june|july|august|september|october|november|december)';
const UNIT =
  '(?:mm|cm|m|km|m3|m3\\/[hs]|km\\/h|mph|ha|[kM]?V|[kM]?W|hPa|m?bars?|°C?|%|min|mn|[kµμ]?g|[mµμ]?g\\/m3|[kM]?Bq(?:\\/[Lm]3?)?|' +
  'm?Sv(?:\\/h)?|ppm|[LlTt]|tonnes?|litres?|mètres?|kilomètres?|personnes|habitants|hab|foyers|lits|places|élèves|blessés)';
/** A number that stands behind the name of a thing: small, and without the leading zero of a telephone number. */
const SMALL = '[1-9]\\d{0,2}';
const THING =
  '(?:salles?|chambres?|rooms?|portes?|halls?|gates?|bâtiments?|bât\\.?|buildings?|appartements?|apt|lots?|îlots?|' +
  'secteurs?|quartiers?|zones?|bacs?|cuves?|fours?|ateliers?|pylônes?|bornes?|km|bus|cars?|trams?|sorties?|échangeurs?|' +
  'bretelles?|exits?|coefficients?|marées? de|DN)';
const DAY = '(?:0?[1-9]|[12]\\d|3[01])';
const COMMON: readonly RegExp[] = [
  // 26/11/2026, 2026-11-26, 26 novembre 2026, November 26, 2026
  /(?<!\p{Nd})(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2})(?!\p{Nd})/gu,
  new RegExp(`(?<!\\p{Nd})\\d{1,2}(?:er)? ${MONTH}\\.?(?: (?:19|20)\\d{2})?(?!\\p{Nd})`, 'giu'),
  new RegExp(`(?<!\\p{L})${MONTH}\\.? \\d{1,2}(?:st|nd|rd|th)?(?:,? (?:19|20)\\d{2})?(?!\\p{Nd})`, 'giu'),
  // 04h30, 18 h 30, 18:30, 6.30 pm
  /(?<!\p{Nd})(?:[01]?\d|2[0-4]) ?h(?: ?[0-5]\d)?(?![\p{L}\p{Nd}])/giu,
  /(?<!\p{Nd})(?:[01]?\d|2[0-4]):[0-5]\d(?!\p{Nd})/gu,
  /(?<!\p{Nd})(?:0?\d|1[0-2])(?:[.:][0-5]\d)? ?[ap]\.?m\b/giu,
  // 104 rue, 12-14 rue, 3 bis, avenue, 221B Baker Street
  new RegExp(
    `(?<![\\p{Nd}.,/-])\\d{1,3}(?:[-–/]\\d{1,3})?(?:[A-Z]| ?(?:bis|ter|quater))?,? ${STREET}(?!\\p{L})`,
    'giu',
  ),
  /(?<![\p{Nd}.,/-])\d{1,3}[A-Z]?,? (?:\p{Lu}[\p{L}'’-]* ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Way|Close)(?!\p{L})/gu,
  // 28/11, 28/11/26, 28-29/11
  new RegExp(`(?<![\\p{Nd}.,/-])(?:${DAY}-)?${DAY}/(?:0?[1-9]|1[0-2])(?:/\\d{2})?(?![\\p{Nd}/.,-])`, 'gu'),
  // D952, RN113, A10, B4077
  /(?<![\p{L}\p{Nd}])(?:RN|RD|RM|CD|VC|CR|GR|[ABCDEMN])\d{1,4}(?![\p{Nd}])/gu,
  // RN 113, D 906, E 402, N 338. "A 3200" could be read as "à 3200", and "N 3200" as "n° 3200".
  /(?<![\p{L}\p{Nd}])(?:(?:RN|RD|RM|CD|VC|CR|GR|[DE]) \d{1,4}|N \d{1,3})(?!\p{Nd})/gu,
  // salle 204, gate 112, bâtiments 12, 14 et 16, sortie 21.1
  new RegExp(
    `(?<!\\p{L})${THING} ${SMALL}(?:\\.\\d)?(?:(?:, | et | and | à | to )${SMALL}){0,3}(?!\\p{Nd}|[ .-]\\p{Nd})`,
    'giu',
  ),
  // 4,50 m, 130 km/h, 12 000 m3/s, 1 200 personnes
  new RegExp(
    `(?<![\\p{Nd}.,/-]|\\p{Nd} )(?:\\d{1,3}(?: \\d{3})+|\\d{1,4})(?:[.,]\\d{1,2})? ?${UNIT}(?![\\p{L}\\p{Nd}])`,
    'gu',
  ),
  // PK 12,5, PR 12+300 (a point of a road or a railway)
  /(?<!\p{L})P[KR] ?\d{1,3}(?:[.,+]\d{1,3}){0,2}(?!\p{Nd})/gu,
  // UN 1203, ONU 1005: what a tank holds
  /(?<!\p{L})(?:UN|ONU) ?\d{4}(?!\p{Nd})/gu,
  // TER 857412, vol AF447
  /(?<!\p{L})(?:(?:TER|TGV|INTERCITÉS|OUIGO|[Tt]rain)(?: n°)? ?\d{1,6}|(?:[Vv]ol|[Ff]light) [A-Z]{2} ?\d{1,4})(?!\p{Nd})/gu,
  // crue de 1910, crue centennale 1910
  /(?<!\p{L})(?:crues?|tempêtes?|séismes?|cyclones?|inondations?|plan|exercice|flood)(?: \p{L}+)? (?:19|20)\d{2}(?!\p{Nd})/giu,
  // 76800 Saint-Étienne, 3 rue Haute, 76000 Rouen; an SMS goes to five digits too, so only where an address has them.
  /(?:^|(?<=\p{L}, ))\d{5} (?=\p{Lu}\p{Ll})|(?<!\p{L})code postal \d{5}(?!\p{Nd})/gu,
];
/** Three digits or more, also with separators between them: short numbers such as 112, 36 15 and 3200. */
const NUMBER = /\p{Nd}(?:[\s.,+()/:*#\p{Pd}-]{0,3}\p{Nd}){2}/u;
/** The letter O in the place of a zero; "no12" is a number of a house. */
const ZERO = /(?<=\p{Nd})[oO]|(?<![\p{L}])[oO](?=\p{Nd})/gu;

const CALL =
  /(?<!\p{L})(?:appelez|rappelez|appeler|rappeler|composez|composer|téléphonez|telephonez|call|dial)(?!\p{L})/iu;
/** French orders to several people. Names of places and of people end in the same letters. */
const ORDER = /(?<![\p{L}-])\p{L}{3,}ez(?![\p{L}-])/giu;
const NO_ORDER =
  /^(?:chez|assez|rodez|suez|jerez|douarnenez|vélez|velez|tropez|cortez|.*(?:á|é|í|ó|ú)[a-z]*ez|alvarez|chavez|diaz|dominguez|fernandez|gimenez|gomez|gonzalez|gutierrez|hernandez|jimenez|lopez|marquez|martinez|mendez|nunez|perez|ramirez|rodriguez|sanchez|suarez|vasquez|vazquez|velasquez|velazquez)$/iu;

/** Why a value could say more than a place, a time or a hazard; undefined: it can't. */
export const whyNotPlain = (value: string): string | undefined => {
  if (value.length > PLAIN_LENGTH) return `is longer than ${PLAIN_LENGTH} characters`;
  // Full-width, enclosed and mathematical digits become those that a phone dials.
  const read = withoutInvisible(value)
    .normalize('NFKC')
    .replaceAll(/[\u200b-\u200d\u2060]/g, '');
  if (hasLink(value) || hasLink(read)) return 'holds a link';
  if (hasPhoneNumber(read)) return 'holds a telephone number';
  if (CALL.test(read)) return 'asks to call';
  if (hasNumber(read)) return 'may be a number to call';
  if (SENTENCE.test(value) || SENTENCE.test(read) || hasStop(value) || hasStop(read))
    return 'holds a sentence';
  const isOrder = [...read.matchAll(ORDER)].some(([word]) => !NO_ORDER.test(word));
  return isOrder ? 'tells people to do something' : undefined;
};

const hasNumber = (text: string): boolean =>
  NUMBER.test(COMMON.reduce((rest, form) => rest.replaceAll(form, ' x '), text.replaceAll(ZERO, '0')));

const hasStop = (text: string): boolean =>
  [...text.matchAll(STOP)].some(
    ([, word = '', stop = '']) => stop !== '.' || !(word.length === 1 || ABBREVIATED.has(word.toLowerCase())),
  );
