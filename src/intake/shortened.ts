import { analyse } from '../domain/text/analyse.ts';
import { transliterate } from '../domain/text/transliterate.ts';

/** The text transliterated, if that saves anything: an accent is not given up for a message that an emoji keeps in UCS-2. */
export const shortened = (text: string): string => {
  const changed = transliterate(text).text;
  const after = analyse(changed);
  return after.encoding === 'gsm7' || after.parts < analyse(text).parts ? changed : text;
};
