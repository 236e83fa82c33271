/** What an alert says: a text in each language, with places to be filled in. */
export interface Content {
  /** One or more, each language once. */
  readonly variants: readonly Variant[];
  /** Of who has no language, or one without a variant. */
  readonly defaultLanguage: string;
  /** By name, without braces. `name` and `attributes.…` are the contact's; all others are given by the operator. */
  readonly placeholders: Readonly<Record<string, Placeholder>>;
}

export interface Variant {
  /** A primary subtag of BCP 47, in lower case: `fr`. */
  readonly language: string;
  /** Placeholders in braces; a brace itself is doubled. */
  readonly text: string;
  /** One part, for when only slow routes are left. */
  readonly short?: string | undefined;
}

interface Placeholder {
  /** Stands where there is no value. The contact's must have one; without one, an operator must give the value. */
  readonly fallback?: string | undefined;
  /** By language, before `fallback`. */
  readonly fallbacks?: Readonly<Record<string, string>> | undefined;
  /** Of a value, in UTF-16 units, 1 to 100; a longer one of a contact gives way to the fallback. Left out: 30. */
  readonly maxLength?: number | undefined;
}

/** What is filled in for all who get an alert: by name, or by name and language where they differ (`place.en`). */
export type Values = Readonly<Record<string, string>>;

/** As far as a text depends on who reads it. */
export interface Addressee {
  readonly name: string | undefined;
  readonly language: string | undefined;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** What is wrong with a content, or could be better. */
export interface Finding {
  /** With an error in it nothing is sent. */
  readonly level: 'error' | 'warning';
  /** Stable: what a program looks at. */
  readonly code: FindingCode;
  /** `fr`, or `fr/short`; undefined: the content as a whole. */
  readonly variant: string | undefined;
  /** For people. */
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

/** `text` so that each of its braces stands for itself: for what was written by somebody who knows no placeholders. */
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
 * What another program says, so that it can be a value: one line, braces as parentheses. Its alert must not fail for
 * a line end in a description.
 */
export const tidyValue = (text: string): string => {
  let tidy = '';
  for (const character of text.toWellFormed()) {
    if (character === '{') tidy += '(';
    else if (character === '}') tidy += ')';
    else tidy += isControl(character.charCodeAt(0)) ? ' ' : character;
  }
  return tidy.trim();
};
