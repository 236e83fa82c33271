/** What every text of a test begins with, by language. All letters are in GSM-7. */
const PREFIXES = new Map([
  ['es', 'PRUEBA - '],
  ['fr', 'ESSAI - '],
  ['it', 'PROVA - '],
  ['pt', 'TESTE - '],
]);
const ANY_LANGUAGE = 'TEST - ';

/** `text` as it goes out in a test, also of an exercise: nobody takes it for the alert, whatever it says. */
export const markTest = (text: string, language: string): string =>
  (PREFIXES.get(language) ?? ANY_LANGUAGE) + text;
