import { plain } from './plain.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const EXERCISES = words(
  'exercice exercise drill test simulation simulacro ejercicio ubung oefening esercitazione',
);
/** Words that deny an exercise when they stand right before a word for it: "no drill". */
const DENIALS = words('no aucun aucune kein keine geen');
/**
 * Words that deny an exercise only if a word of `BETWEEN` follows: "not a test" does, "do not test the water" doesn't.
 */
const NEGATIONS = words('pas plus not isn never jamais non nao nicht niet');
const BETWEEN = words(
  'a an the any t just only mere simple simply ordinary un une d de l cas um uma una eine ein een es e est',
);

/** Whether a word of the text says that it is an exercise, and no sentence says that it is none. */
export const saysExercise = (text: string): boolean =>
  sentences(text).some((sentence) => sentence.some((word) => EXERCISES.has(word))) && !deniesExercise(text);

/**
 * Whether the text says that it is no exercise. In an exercise that is untrue. If alerts usually say it, an alert that
 * doesn't say it looks like an exercise.
 */
export const deniesExercise = (text: string): boolean => sentences(text).some(denies);

const denies = (sentence: readonly string[]): boolean =>
  sentence.some((word, index) => {
    if (!EXERCISES.has(word)) return false;
    let at = index - 1;
    while (at >= 0 && BETWEEN.has(sentence[at] ?? '')) at--;
    const before = sentence[at] ?? '';
    return DENIALS.has(before) || (NEGATIONS.has(before) && at < index - 1);
  });

const sentences = (text: string): readonly (readonly string[])[] =>
  plain(text)
    .split(/[^\p{L}\p{N}'’\s]/u)
    .map((sentence) => sentence.split(/[^\p{L}\p{N}]/u).filter((word) => word !== ''));
