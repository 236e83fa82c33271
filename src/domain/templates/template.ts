import { withoutInvisible } from '../text/invisible.ts';

/** The content of an alert: a text in each language, with placeholders. */
export interface Content {
  /** One or more variants, each in a language of its own. */
  readonly variants: readonly Variant[];
  /** For recipients without a language, or with one that has no variant. */
  readonly defaultLanguage: string;
  /** By name, without braces. `name` and `attributes.…` are filled from the contact, all others by the operator. */
  readonly placeholders: Readonly<Record<string, Placeholder>>;
}

export interface Variant {
  /** A primary subtag of BCP 47, in lower case: `fr`. */
  readonly language: string;
  /** The text with its placeholders in braces, as in `{place}`. A brace that is to be sent is doubled. */
  readonly text: string;
  /** A text of one part, which is sent when only slow routes are left. */
  readonly short?: string | undefined;
}

interface Placeholder {
  /**
   * Used where there is no value. A placeholder for the contact's own data must have a fallback. For any other
   * placeholder without one, the operator must give a value.
   */
  readonly fallback?: string | undefined;
  /** Fallbacks by language. The one in the language of the text is preferred to `fallback`. */
  readonly fallbacks?: Readonly<Record<string, string>> | undefined;
  /**
   * Maximum length of a value in UTF-16 units, 1 to 100; left out: 30. A contact's longer value is cut.
   */
  readonly maxLength?: number | undefined;
}

/** Values that are the same for all recipients, by placeholder, or by placeholder and language (`place.en`). */
export type Values = Readonly<Record<string, string>>;

/** The fields of a recipient that the text depends on. */
export interface Addressee {
  readonly name: string | undefined;
  readonly language: string | undefined;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** An error or a warning in a content. */
export interface Finding {
  /** A content with an error is never sent. */
  readonly level: 'error' | 'warning';
  /** Identifies the kind of finding. API clients may compare with it, so it must not be renamed. */
  readonly code: FindingCode;
  /** `fr` or `fr/short`; undefined if the finding is about the content as a whole. */
  readonly variant: string | undefined;
  /** The explanation, to be read by people. */
  readonly message: string;
}

export type FindingCode =
  | 'noVariant'
  | 'badLanguage'
  | 'duplicateLanguage'
  | 'missingDefaultLanguage'
  | 'emptyText'
  | 'unsendableText'
  | 'badBraces'
  | 'unknownPlaceholder'
  | 'missingFallback'
  | 'badFallback'
  | 'missingValue'
  | 'badValue'
  | 'unusedValue'
  | 'unusedPlaceholder'
  | 'tooLong'
  | 'shortNotOnePart'
  | 'deniesExercise'
  | 'manyParts'
  | 'ucs2'
  | 'personalUcs2'
  | 'missingSource'
  | 'missingHazard'
  | 'missingPlace'
  | 'missingAction'
  | 'missingTime'
  | 'actionNotFirst'
  | 'linkShortener'
  | 'allCaps'
  | 'missingShort'
  | 'missingTranslation'
  | 'unevenPlaceholders'
  | 'untranslatedFallback';

/** Doubles each brace of `text`, so that a text written without placeholders in mind is sent as it is. */
export const escapeBraces = (text: string): string => text.replaceAll('{', '{{').replaceAll('}', '}}');

/** Whether `text` holds a line end or another control character (C0, C1). */
export const hasControl = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) {
    if (isControl(text.charCodeAt(at))) return true;
  }
  return false;
};

const isControl = (unit: number): boolean => unit < 0x20 || (unit >= 0x7f && unit < 0xa0);

/**
 * Makes a text of another program usable as a value: on one line, with parentheses instead of braces, without
 * invisible characters. A line end in a description must not make its alert fail.
 */
export const tidyValue = (text: string): string => {
  let tidy = '';
  for (const character of withoutInvisible(text.toWellFormed())) {
    if (character === '{') tidy += '(';
    else if (character === '}') tidy += ')';
    else tidy += isControl(character.charCodeAt(0)) ? ' ' : character;
  }
  return tidy.trim();
};
