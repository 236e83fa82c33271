import type { AlertDraft, Correction, Wave } from '../../domain/alerts/alert.ts';
import { fallbackOf, givenValue, isFilledIn } from '../../domain/templates/fill.ts';
import { isPersonal, parseTemplate } from '../../domain/templates/pieces.ts';
import { type Content, escapeBraces, type Values, type Variant } from '../../domain/templates/template.ts';
import { digest } from '../preview/digest.ts';
import { libraryEnding } from '../templates/library/endings.ts';
import { lint } from '../templates/lint.ts';

export type Ending = 'cancel' | 'end';

const FIELDS = { cancel: 'cancelContent', end: 'endContent' } as const;

interface Fault {
  readonly path: string;
  readonly message: string;
}

type WithEndings = Pick<AlertDraft, 'cancelContent' | 'endContent' | 'values'>;

/**
 * What is wrong with the texts for a cancel and for the end, each fault at its field.
 * @param values those of the operator; left out: the launch gives more of them
 */
export const faultsOfEndings = (draft: WithEndings, values?: Values): readonly Fault[] =>
  Object.values(FIELDS).flatMap((path) => {
    const content = draft[path];
    if (content === undefined) return [];
    const findings = lint(content, values === undefined ? {} : { values });
    return findings
      .filter(({ level, code }) => level === 'error' && code !== 'badValue')
      .map(({ variant, message }) => ({
        path,
        message: variant === undefined ? message : `${variant}: ${message}`,
      }));
  });

/**
 * The draft as it was approved, with the values in the texts for a cancel and for the end: an update has other values
 * later. Without `areApproved` these texts are left out, since nobody but their author has seen them.
 */
export const withEndings = (draft: AlertDraft, areApproved: boolean): AlertDraft => {
  const { cancelContent, endContent, ...rest } = draft;
  if (!areApproved) return rest;
  return {
    ...rest,
    ...(cancelContent !== undefined && { cancelContent: filledIn(cancelContent, draft.values) }),
    ...(endContent !== undefined && { endContent: filledIn(endContent, draft.values) }),
  };
};

/** The text of a cancel or of the end that was approved with the alert, or that of the library. */
export const endingOf = (
  draft: AlertDraft,
  what: Ending,
  waves: readonly Pick<Wave, 'startedAt'>[],
  { now, timeZone }: { readonly now: number; readonly timeZone: string },
): Content =>
  draft[FIELDS[what]] ??
  libraryEnding(what, draft.content, { at: waves[0]?.startedAt ?? now, readAt: now, timeZone });

/** Whether a correction says exactly what one of these contents says: then it needs no further approval. */
export const saysOneOf = ({ content, values }: Correction, approved: readonly Content[]): boolean => {
  const said = digest(filledIn(content, values));
  return approved.some((one) => digest(filledIn(one, {})) === said);
};

/** The content with the operator's values in its texts. Only what depends on the person or on the time stays open. */
const filledIn = (content: Content, values: Values): Content => {
  const open = (name: string): boolean => isPersonal(name) || isFilledIn(content, name);
  const fill = (raw: string, language: string): string => {
    const parsed = parseTemplate(raw);
    if (parsed.kind === 'wrong') return raw;
    return parsed.pieces
      .map((piece) => {
        if (piece.kind === 'literal') return escapeBraces(piece.text);
        if (open(piece.name)) return `{${piece.name}}`;
        const value = givenValue(values, piece.name, language) ?? fallbackOf(content, piece.name, language);
        return escapeBraces(value ?? '');
      })
      .join('');
  };
  return {
    defaultLanguage: content.defaultLanguage,
    placeholders: Object.fromEntries(
      Object.entries(content.placeholders).filter(([name]) => isPersonal(name)),
    ),
    variants: content.variants.map(
      ({ language, text, short }): Variant => ({
        language,
        text: fill(text, language),
        ...(short !== undefined && { short: fill(short, language) }),
      }),
    ),
  };
};
