import { analyse } from '../domain/text/analyse.ts';
import { transliterate } from '../domain/text/transliterate.ts';

/**
 * The text transliterated, if that makes it GSM-7. A text that stays UCS-2 (because of an emoji, say) keeps its
 * accents, since replacing them would save nothing.
 */
export const shortened = (text: string): string => {
  const changed = transliterate(text).text;
  const after = analyse(changed);
  return after.encoding === 'gsm7' || after.parts < analyse(text).parts ? changed : text;
};
