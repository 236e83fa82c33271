import { invisibleIn } from '../text/invisible.ts';
import { withoutLinks } from '../text/links.ts';
import { attributeOf } from './pieces.ts';
import { type Addressee, type Content, hasControl, type Values } from './template.ts';

const USUAL_MAX_LENGTH = 30;

/** The longest value that may stand for `name`, in UTF-16 units. */
export const maxLengthOf = ({ placeholders }: Content, name: string): number =>
  own(placeholders, name)?.maxLength ?? USUAL_MAX_LENGTH;

/** Whether the gateway fills it in when it sends, as the time until which the alert holds. */
export const isFilledIn = ({ placeholders }: Content, name: string): boolean =>
  name === 'until' && !Object.hasOwn(placeholders, name);

/** The text that stands for `name` where there is no value; undefined: none is declared. */
export const fallbackOf = ({ placeholders }: Content, name: string, language: string): string | undefined => {
  const placeholder = own(placeholders, name);
  return own(placeholder?.fallbacks, language) ?? placeholder?.fallback;
};

/** The value that the operator gave for `name`: the one for this language, or the one for all. */
export const givenValue = (values: Values, name: string, language: string): string | undefined =>
  own(values, `${name}.${language}`) ?? own(values, name);

/** The largest number of UTF-16 units of a contact's value that are looked at. */
const MOST_READ = 500;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The contact's own value for `name`: on one line, without links and telephone numbers, cut to the length of its
 * placeholder. Undefined if there is none, or if it holds what no text may hold. Contacts may have written it
 * themselves, so it must not be able to say more than a name.
 */
export const personalValue = (content: Content, to: Addressee, name: string): string | undefined => {
  const attribute = attributeOf(name);
  const found = attribute === undefined ? to.name : own(to.attributes, attribute);
  if (found === undefined) return undefined;
  const value = cut(withoutLinks(String(found).slice(0, MOST_READ)), maxLengthOf(content, name));
  return whyNotFit(value) === undefined ? value : undefined;
};

/** Cuts between two characters as readers see them: an emoji or a letter with its accents stays whole. */
const cut = (value: string, most: number): string => {
  if (value.length <= most) return value;
  let end = 0;
  for (const { index, segment } of graphemes.segment(value)) {
    if (index + segment.length > most) break;
    end = index + segment.length;
  }
  return value.slice(0, end).trimEnd();
};

/** Why a value can't stand in a text, in words; undefined: it can. */
export const whyNotFit = (value: string): string | undefined => {
  if (value.trim() === '') return 'is empty';
  if (!value.isWellFormed()) return 'holds half a surrogate pair';
  if (hasControl(value)) return 'holds a line end or a control character';
  const invisible = invisibleIn(value);
  if (invisible !== undefined) return `holds ${invisible.character} at index ${invisible.index}`;
  // A brace would look like a placeholder that nobody filled in.
  return value.includes('{') || value.includes('}') ? 'holds a brace' : undefined;
};

/** The own member of a record. Names come from outside, and `constructor` must not find what every object inherits. */
const own = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
