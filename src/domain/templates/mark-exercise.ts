/** What every text of an exercise begins with, by language. All letters are in GSM-7, so that no text becomes UCS-2. */
const PREFIXES = new Map([
  ['de', 'ÜBUNG - '],
  ['en', 'EXERCISE - '],
  ['es', 'SIMULACRO - '],
  ['fr', 'EXERCICE - '],
  ['it', 'ESERCITAZIONE - '],
  ['nl', 'OEFENING - '],
  ['pt', 'SIMULACRO - '],
]);
const ANY_LANGUAGE = 'EXERCISE - ';

/** `text` as it goes out in an exercise: with the prefix, once. */
export const markExercise = (text: string, language: string): string => {
  const prefix = PREFIXES.get(language) ?? ANY_LANGUAGE;
  return text.startsWith(prefix) ? text : prefix + text;
};
