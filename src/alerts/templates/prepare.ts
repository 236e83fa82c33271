import type { Addressee, Content, Finding, Values } from '../../domain/alerts/template.ts';
import { analyse } from '../../domain/text/analyse.ts';
import { markExercise } from './exercise.ts';
import { fallbackOf, givenValue, personalValue } from './fill.ts';
import { lint } from './lint.ts';
import { isPersonal, join, type Piece, parseTemplate } from './pieces.ts';

interface PersonalText {
  readonly language: string;
  /** Exactly what is to go out: every brace in it was doubled in the template. */
  readonly text: string;
}

export type Prepared =
  /** Something would be missing or wrong: nothing may be sent. */
  | { readonly kind: 'unfit'; readonly findings: readonly Finding[] }
  | {
      readonly kind: 'ready';
      /** Warnings. */
      readonly findings: readonly Finding[];
      /**
       * The text for one person, in their language or the default one. Never fails: a contact's value that can't
       * stand in a text gives way to the fallback.
       * @param short the short variant, where there is one; in it, contacts' values that would take a second part
       *   give way to the fallbacks
       */
      textFor(to: Addressee, short: boolean): PersonalText;
    };

interface Filled {
  readonly language: string;
  readonly full: readonly Piece[];
  readonly short: readonly Piece[] | undefined;
}

/**
 * Fills in what is the same for everybody, once, so that a million texts are quickly made of it.
 *
 * @param values what the operator gave: by name, or by name and language (`place.en`)
 */
export const prepareTexts = (
  content: Content,
  values: Values,
  { exercise }: { readonly exercise: boolean },
): Prepared => {
  const findings = lint(content, { values });
  if (findings.some(({ level }) => level === 'error')) return { kind: 'unfit', findings };
  const variants = new Map<string, Filled>();
  for (const { language, text, short } of content.variants) {
    const fill = (raw: string) =>
      fillOnce(content, values, language, exercise ? markExercise(raw, language) : raw);
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
    textFor: (to, short) => {
      const filled = variants.get(primarySubtag(to.language)) ?? usual;
      const { language } = filled;
      const fallback = (name: string): string => fallbackOf(content, name, language) ?? '';
      const personal = (name: string): string => personalValue(content, to, name) ?? fallback(name);
      if (!short || filled.short === undefined) return { language, text: join(filled.full, personal) };
      const text = join(filled.short, personal);
      if (analyse(text).parts === 1) return { language, text };
      return { language, text: join(filled.short, fallback) };
    },
  };
};

const primarySubtag = (language: string | undefined): string => {
  if (language === undefined) return '';
  const dash = language.indexOf('-');
  return (dash < 0 ? language : language.slice(0, dash)).toLowerCase();
};

/** What the operator gave becomes part of the text; what the contact has stays to be filled in. */
const fillOnce = (content: Content, values: Values, language: string, raw: string): readonly Piece[] => {
  const parsed = parseTemplate(raw);
  if (parsed.kind === 'wrong') return [];
  return parsed.pieces.map((piece) => {
    if (piece.kind === 'literal' || isPersonal(piece.name)) return piece;
    const value = givenValue(values, piece.name, language) ?? fallbackOf(content, piece.name, language) ?? '';
    return { kind: 'literal', text: value };
  });
};
