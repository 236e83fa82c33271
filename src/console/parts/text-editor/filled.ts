import { timeInWords } from '../../../domain/templates/clock-words.ts';
import { fallbackOf, givenValue, isFilledIn } from '../../../domain/templates/fill.ts';
import { markExercise } from '../../../domain/templates/mark-exercise.ts';
import { isPersonal, namesIn, parseTemplate } from '../../../domain/templates/pieces.ts';
import type { Content } from '../../api/alerts/drafts.ts';
import { placeZone } from '../../words/place.ts';

export interface Occasion {
  readonly values: Readonly<Record<string, string>>;
  readonly isExercise: boolean;
  /** Until when the alert holds, ms since the epoch: what `{until}` says. */
  readonly until: number;
  readonly now: number;
}

export interface Filled {
  /** As a phone would get it. A placeholder without a value stays in its braces. */
  readonly text: string;
  /** Placeholders that still need a value. */
  readonly open: readonly string[];
}

/** The text of a variant as it would go out; where contacts have values of their own, the fallback stands. */
export const filledText = (
  content: Content,
  raw: string,
  language: string,
  { values, isExercise, until, now }: Occasion,
): Filled => {
  const parsed = parseTemplate(raw);
  const mark = (text: string): string => (isExercise ? markExercise(text, language) : text);
  if (parsed.kind === 'wrong') return { text: mark(raw), open: [] };
  const open = new Set<string>();
  const filledBy = (name: string): string => {
    if (isFilledIn(content, name)) {
      return timeInWords({ at: until, readAt: now, timeZone: placeZone() }, language);
    }
    const given = isPersonal(name) ? undefined : givenValue(values, name, language);
    const value = (given === '' ? undefined : given) ?? fallbackOf(content, name, language);
    if (value !== undefined) return value;
    open.add(name);
    return `{${name}}`;
  };
  const text = parsed.pieces
    .map((piece) => (piece.kind === 'literal' ? piece.text : filledBy(piece.name)))
    .join('');
  return { text: mark(text), open: [...open] };
};

/** The placeholders of all texts for which the operator gives values, in the order of the texts. */
export const placeholdersOf = (content: Content): readonly string[] => {
  const names = content.variants.flatMap(({ text, short = '' }) =>
    [text, short].flatMap((raw) => {
      const parsed = parseTemplate(raw);
      return parsed.kind === 'wrong' ? [] : namesIn(parsed.pieces);
    }),
  );
  return [...new Set(names)].filter((name) => !isPersonal(name) && !isFilledIn(content, name));
};
