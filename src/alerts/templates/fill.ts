import { type Addressee, type Content, hasControl, type Values } from '../../domain/alerts/template.ts';
import { attributeOf } from './pieces.ts';

const USUAL_MAX_LENGTH = 30;

/** The longest value that may stand for `name`, in UTF-16 units. */
export const maxLengthOf = ({ placeholders }: Content, name: string): number =>
  own(placeholders, name)?.maxLength ?? USUAL_MAX_LENGTH;

/** The text that stands for `name` where there is no value; undefined: none is declared. */
export const fallbackOf = ({ placeholders }: Content, name: string, language: string): string | undefined => {
  const placeholder = own(placeholders, name);
  return own(placeholder?.fallbacks, language) ?? placeholder?.fallback;
};

/** The value that the operator gave for `name`: the one for this language, or the one for all. */
export const givenValue = (values: Values, name: string, language: string): string | undefined =>
  own(values, `${name}.${language}`) ?? own(values, name);

/** The contact's own value for `name`, if it can stand in a text: short enough, one line, no brace. */
export const personalValue = (content: Content, to: Addressee, name: string): string | undefined => {
  const attribute = attributeOf(name);
  const found = attribute === undefined ? to.name : own(to.attributes, attribute);
  if (found === undefined) return undefined;
  const value = String(found);
  if (value.length > maxLengthOf(content, name)) return undefined;
  const trimmed = value.trim();
  return whyNotFit(trimmed) === undefined ? trimmed : undefined;
};

/** Why a value can't stand in a text, in words; undefined: it can. */
export const whyNotFit = (value: string): string | undefined => {
  if (value.trim() === '') return 'is empty';
  if (!value.isWellFormed()) return 'holds half a surrogate pair';
  if (hasControl(value)) return 'holds a line end or a control character';
  // A brace would look like a placeholder that nobody filled in.
  return value.includes('{') || value.includes('}') ? 'holds a brace' : undefined;
};

/** The own member of a record. Names come from outside, and `constructor` must not find what every object inherits. */
const own = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
