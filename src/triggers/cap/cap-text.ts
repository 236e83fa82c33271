import { analyse } from '../../domain/text/analyse.ts';
import { isGsm7 } from '../../domain/text/gsm7.ts';
import { withoutInvisible } from '../../domain/text/invisible.ts';
import { transliterate } from '../../domain/text/transliterate.ts';
import type { CapCut } from '../../domain/triggers/cap-outcome.ts';
import type { CapInfo } from './cap-alert.ts';
import { shortenTo } from './shorten.ts';

type CapField = Exclude<CapCut['field'], 'text'>;

export interface CapText {
  /** The text of the SMS. Its braces are no placeholders. */
  readonly text: string;
  /** Number of parts, from 1 to the allowed maximum. */
  readonly parts: number;
  readonly cuts: readonly CapCut[];
}

/** The order of the fields in the SMS: sender, event, place, instruction, as a reader needs them. */
const SHOWN: readonly CapField[] = ['sender', 'headline', 'area', 'instruction', 'description', 'contact'];
/** The order in which fields get their room: a call to action goes before all explanations. */
const CHOSEN: readonly CapField[] = ['headline', 'instruction', 'area', 'sender', 'contact', 'description'];
/** The fields that may be shortened; a link or a name is useless unless it is whole. */
const CUTTABLE: ReadonlySet<CapField> = new Set(['headline', 'instruction', 'area', 'description']);
/** The shortest length of a shortened field, in UTF-16 units. */
const LEAST = 20;
/** The largest number of UTF-16 units of a field that are read: more than 10 parts can hold. */
const MOST = 2000;

/**
 * Writes an SMS of at most `maxParts` parts (1 to 10) for a CAP info.
 *
 * @param prefix text that is put in front later, such as the mark of an exercise: counted, but not written
 */
export const capText = (info: CapInfo, maxParts: number, prefix = ''): CapText => {
  const cuts: CapCut[] = [];
  const fields = fieldsOf(info, cuts);
  const whole = join(fields);
  const plain = withPlainSigns(whole);
  if (plain !== whole) {
    for (const [field, text] of fields) fields.set(field, withPlainSigns(text));
    cuts.push({
      field: 'text',
      what: 'rewritten',
      why: 'quotes, dashes and the like are written with the signs of GSM-7, in which twice as much fits',
    });
  }
  const taken = new Map<CapField, string>();
  for (const field of CHOSEN) {
    const text = fields.get(field);
    if (text === undefined) continue;
    const fits = (candidate: string): boolean =>
      analyse(prefix + join(new Map(taken).set(field, candidate))).parts <= maxParts;
    if (fits(text)) {
      taken.set(field, text);
      continue;
    }
    const shorter = CUTTABLE.has(field) ? shortenTo(text, field === 'headline' ? 1 : LEAST, fits) : undefined;
    const why = `${maxParts === 1 ? 'one part has' : `${maxParts} parts have`} no room for all of it`;
    if (shorter === undefined) cuts.push({ field, what: 'leftOut', why });
    else {
      taken.set(field, shorter);
      cuts.push({ field, what: 'shortened', why: `${why}: ${shorter.length} of ${text.length} characters` });
    }
  }
  // A shortened field may end in the middle of an emoji.
  const text = withoutInvisible(join(taken));
  return { text, parts: analyse(prefix + text).parts, cuts };
};

const fieldsOf = (info: CapInfo, cuts: CapCut[]): Map<CapField, string> => {
  const clean = (field: CapField, text: string | undefined): string => {
    const visible = withoutInvisible(text ?? '');
    if (visible !== (text ?? '')) {
      cuts.push({ field, what: 'rewritten', why: 'its invisible characters are left out' });
    }
    const plain = withoutMarkup(visible);
    if (plain.length < visible.trim().length && /<[a-z/]/i.test(visible)) {
      cuts.push({ field, what: 'rewritten', why: 'its markup is left out' });
    }
    if (plain.length <= MOST) return plain;
    cuts.push({ field, what: 'shortened', why: `only its first ${MOST} characters are looked at` });
    return plain.slice(0, MOST).replace(/[\ud800-\udbff]$/, '');
  };
  const headline = clean('headline', info.headline ?? info.event);
  const said = (text: string): boolean => headline.toLowerCase().includes(text.toLowerCase());
  const areas = [...new Set(info.areas.map(({ areaDesc }) => areaDesc))].join('; ');
  const candidates: readonly (readonly [CapField, string])[] = [
    ['headline', headline],
    ['area', clean('area', areas)],
    ['instruction', clean('instruction', info.instruction)],
    ['description', clean('description', info.description)],
    ['sender', clean('sender', info.senderName)],
    ['contact', clean('contact', info.web ?? info.contact)],
  ];
  // A field whose text is in the headline already isn't repeated.
  return new Map(candidates.filter(([field, text]) => text !== '' && (field === 'headline' || !said(text))));
};

/**
 * Removes HTML and joins lines. CAP texts should be plain (CAP 1.2, 3.3.1.5), but real ones have HTML line breaks, or
 * lines wrapped at 70 characters.
 */
const withoutMarkup = (text: string): string => {
  const lines = text.split(/<br ?\/?>/i).map((line) =>
    line
      .replaceAll(/<\/?[a-z][a-z0-9]{0,15}( [^<>]{0,200})?\/?>/gi, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );
  return sentencesOf(lines.filter((line) => line !== ''));
};

/**
 * Replaces punctuation so that the text fits GSM 7-bit, if that needs no change of a letter; otherwise the text stays
 * as it was.
 */
const withPlainSigns = (text: string): string => {
  const { text: plain, changed } = transliterate(text);
  return isGsm7(plain) && changed.every(({ from }) => !/\p{L}/u.test(from)) ? plain : text;
};

/** Joins texts into sentences: each gets a full stop if it needs one, except the last. */
const sentencesOf = (texts: readonly string[]): string =>
  texts
    .map((text, index) => (index < texts.length - 1 && !/[.!?:;…]$/.test(text) ? `${text}.` : text))
    .join(' ');

const join = (fields: ReadonlyMap<CapField, string>): string => {
  const sender = fields.get('sender');
  const rest = SHOWN.filter((field) => field !== 'sender').flatMap((field) => fields.get(field) ?? []);
  return `${sender === undefined ? '' : `${sender}: `}${sentencesOf(rest)}`;
};
