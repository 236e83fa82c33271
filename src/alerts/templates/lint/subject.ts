import { LONGEST_TIME } from '../../../domain/templates/clock-words.ts';
import { fallbackOf, givenValue, isFilledIn, maxLengthOf } from '../../../domain/templates/fill.ts';
import { markExercise } from '../../../domain/templates/mark-exercise.ts';
import {
  isPersonal,
  join,
  type Parsed,
  type Piece,
  parseTemplate,
} from '../../../domain/templates/pieces.ts';
import type { Content, Finding, FindingCode, Values, Variant } from '../../../domain/templates/template.ts';
import { type Analysis, analyse } from '../../../domain/text/analyse.ts';
import { isGsm7 } from '../../../domain/text/gsm7.ts';

/** One text of a content, prepared for the rules of the linter. */
export interface Text {
  readonly variant: Variant;
  readonly isShort: boolean;
  /** The name of the text in findings, such as `fr` or `fr/short`. */
  readonly label: string;
  readonly raw: string;
  readonly parsed: Parsed;
  /** Undefined if the text can't be parsed. */
  readonly worst: Worst | undefined;
}

/** A text with the longest values that its placeholders allow. */
interface Worst {
  readonly pieces: readonly Piece[];
  readonly text: string;
  readonly analysis: Analysis;
}

export interface Subject {
  readonly content: Content;
  readonly values: Values | undefined;
  readonly texts: readonly Text[];
}

/**
 * @param values what the operator gave; undefined: nothing yet, so that each value counts at its greatest length
 */
export const subjectOf = (content: Content, values: Values | undefined): Subject => ({
  content,
  values,
  texts: content.variants.flatMap((variant) => [
    textOf(content, values, variant, variant.text, false),
    ...(variant.short === undefined ? [] : [textOf(content, values, variant, variant.short, true)]),
  ]),
});

const textOf = (
  content: Content,
  values: Values | undefined,
  variant: Variant,
  raw: string,
  isShort: boolean,
): Text => {
  const { language } = variant;
  const parsed = parseTemplate(raw);
  const label = isShort ? `${language}/short` : language;
  if (parsed.kind === 'wrong') return { variant, isShort, label, raw, parsed, worst: undefined };
  const longest = (name: string): string => {
    if (isFilledIn(content, name)) return 'x'.repeat(LONGEST_TIME);
    const given = values === undefined ? undefined : givenValue(values, name, language);
    const fallback = fallbackOf(content, name, language) ?? '';
    if (given !== undefined) return given;
    // In a short variant the fallback stands where a contact's value would take a second part.
    if ((isPersonal(name) && isShort) || (!isPersonal(name) && values !== undefined)) return fallback;
    const most = maxLengthOf(content, name);
    return fallback.length > most ? fallback : 'x'.repeat(most);
  };
  const text = cutOff(markExercise(join(parsed.pieces, longest), language));
  return {
    variant,
    isShort,
    label,
    raw,
    parsed,
    worst: { pieces: parsed.pieces, text, analysis: analyse(text) },
  };
};

// Numbers of UTF-16 units that make more than 255 parts in GSM-7 and in UCS-2. Such a text is too long anyway, so the
// rest is not analysed: a text with many placeholders and long values would take very long.
const MOST_GSM7 = 40_000;
const MOST_UCS2 = 17_000;

const cutOff = (text: string): string => {
  if (text.length <= MOST_UCS2) return text;
  const beginning = text.slice(0, MOST_GSM7);
  return isGsm7(beginning) ? beginning : beginning.slice(0, MOST_UCS2);
};

/** A finding. @param variant the label of the text; undefined: the whole content */
export const found = (
  level: Finding['level'],
  code: FindingCode,
  variant: string | undefined,
  message: string,
): Finding => ({ level, code, variant, message });
