import { type Moment, timeInWords } from '../../domain/templates/clock-words.ts';
import {
  fallbackOf,
  givenValue,
  isFilledIn,
  maxLengthOf,
  personalValue,
} from '../../domain/templates/fill.ts';
import { markExercise } from '../../domain/templates/mark-exercise.ts';
import { isPersonal, join, type Piece, parseTemplate } from '../../domain/templates/pieces.ts';
import type { Addressee, Content, Finding, Values } from '../../domain/templates/template.ts';
import { analyse } from '../../domain/text/analyse.ts';
import { lint } from './lint.ts';

interface PersonalText {
  readonly language: string;
  /** Exactly what is sent. A brace in it was doubled in the template. */
  readonly text: string;
  readonly isShort: boolean;
}

export type Prepared =
  /** The content or a value has an error: nothing may be sent. */
  | { readonly kind: 'unfit'; readonly findings: readonly Finding[] }
  | {
      readonly kind: 'ready';
      /** Only warnings. */
      readonly findings: readonly Finding[];
      /**
       * The text for one person, in their language or the default one. It never fails: where a contact's value can't
       * stand in a text, the fallback stands.
       * @param short whether to use the short variant, where there is one; if a contact's values would make it two
       *   parts, the fallbacks stand
       */
      textFor(to: Addressee, short: boolean): PersonalText;
      /**
       * The full text in this language with the longest values that contacts could have, in letters that GSM-7 lacks:
       * no person's text has more parts.
       */
      longestIn(language: string): string;
    };

/** A letter that many names have and GSM-7 lacks. */
const FOREIGN = 'ç';

interface Filled {
  readonly language: string;
  readonly full: readonly Piece[];
  readonly short: readonly Piece[] | undefined;
}

interface Occasion {
  readonly exercise: boolean;
  /** Until when the alert holds: what `{until}` says. */
  readonly until: Moment;
}

/**
 * Fills in the values that are the same for everybody, once, so that a million personal texts can be made fast.
 *
 * @param values what the operator gave: by name, or by name and language (`place.en`)
 */
export const prepareTexts = (content: Content, values: Values, { exercise, until }: Occasion): Prepared => {
  const findings = lint(content, { values });
  if (findings.some(({ level }) => level === 'error')) return { kind: 'unfit', findings };
  const variants = new Map<string, Filled>();
  for (const { language, text, short } of content.variants) {
    const fill = (raw: string) =>
      fillOnce(content, values, { language, until }, exercise ? markExercise(raw, language) : raw);
    variants.set(language, {
      language,
      full: fill(text),
      short: short === undefined ? undefined : fill(short),
    });
  }
  const usual = variants.get(content.defaultLanguage);
  if (usual === undefined) return { kind: 'unfit', findings };
  return {
    kind: 'ready',
    findings,
    longestIn: (language) => {
      const { full } = variants.get(language) ?? usual;
      return join(full, (name) => {
        const value = FOREIGN.repeat(maxLengthOf(content, name));
        const fallback = fallbackOf(content, name, language) ?? '';
        return fallback.length > value.length ? fallback + FOREIGN : value;
      });
    },
    textFor: (to, short) => {
      const filled = variants.get(primarySubtag(to.language)) ?? usual;
      const { language } = filled;
      const fallback = (name: string): string => fallbackOf(content, name, language) ?? '';
      const personal = (name: string): string => personalValue(content, to, name) ?? fallback(name);
      if (!short || filled.short === undefined)
        return { language, text: join(filled.full, personal), isShort: false };
      const text = join(filled.short, personal);
      if (analyse(text).parts === 1) return { language, text, isShort: true };
      return { language, text: join(filled.short, fallback), isShort: true };
    },
  };
};

const primarySubtag = (language: string | undefined): string => {
  if (language === undefined) return '';
  const dash = language.indexOf('-');
  return (dash < 0 ? language : language.slice(0, dash)).toLowerCase();
};

/** Fills in the operator's values. Placeholders for the contacts' own values stay, for `textFor`. */
const fillOnce = (
  content: Content,
  values: Values,
  { language, until }: { readonly language: string; readonly until: Moment },
  raw: string,
): readonly Piece[] => {
  const parsed = parseTemplate(raw);
  if (parsed.kind === 'wrong') return [];
  return parsed.pieces.map((piece) => {
    if (piece.kind === 'literal' || isPersonal(piece.name)) return piece;
    if (isFilledIn(content, piece.name)) return { kind: 'literal', text: timeInWords(until, language) };
    const value = givenValue(values, piece.name, language) ?? fallbackOf(content, piece.name, language) ?? '';
    return { kind: 'literal', text: value };
  });
};
