import { analyse } from '../domain/text/analyse.ts';
import { transliterate } from '../domain/text/transliterate.ts';

/**
 * The text transliterated, if that makes it GSM 7-bit or saves parts. Any other text keeps its accents: if it stays
 * UCS-2, for instance because of an emoji, replacing them would save nothing.
 */
export const shortened = (text: string): string => {
  const changed = transliterate(text).text;
  const after = analyse(changed);
  return after.encoding === 'gsm7' || after.parts < analyse(text).parts ? changed : text;
};
