const FIRST_STRONG = '\u2068';
const POP = '\u2069';

/** What turns the writing, or is written from right to left. */
const TURNS = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;

/**
 * A text from outside within a sentence, so that it turns nothing but itself (UAX #9, isolates): what it opens is
 * closed, and what it closes without having opened it is left out, as is the separator that would end all isolates.
 * Other texts stay as they are.
 */
export const isolated = (text: string): string => {
  if (!TURNS.test(text)) return text;
  let open = 0;
  let kept = '';
  for (const one of text.replaceAll('\u2029', ' ')) {
    if (one === POP && open === 0) continue;
    if (one >= '\u2066' && one <= FIRST_STRONG) open++;
    else if (one === POP) open--;
    kept += one;
  }
  return `${FIRST_STRONG}${kept}${POP.repeat(open + 1)}`;
};
