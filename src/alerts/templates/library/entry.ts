import type { Content } from '../../../domain/templates/template.ts';
import type { LibraryTemplate } from '../../../domain/templates/template-library.ts';

/** The full text, and the short one. */
type Texts = readonly [text: string, short: string];

type Placeholders = Content['placeholders'];

/** Placeholders whose values the operator gives. Their lengths are those for which the short variants have room. */
export const source = { source: { maxLength: 25 } };
export const place = { place: { maxLength: 30 } };
export const hazard = { hazard: { maxLength: 20 } };
export const meeting = { meeting: { maxLength: 25 } };
export const phone = { phone: { maxLength: 15, fallback: '112', fallbacks: { en: '112' } } };
/** The time from which the warning holds. */
export const start = { time: { maxLength: 15, fallback: 'maintenant', fallbacks: { en: 'now' } } };
/** The time until which the warning holds. */
export const until = {
  time: { maxLength: 22, fallback: "jusqu'à nouvel ordre", fallbacks: { en: 'until further notice' } },
};

/** A template in French and English. People with another language get the French text. */
export const entry = (
  id: string,
  category: LibraryTemplate['category'],
  title: LibraryTemplate['title'],
  placeholders: readonly Placeholders[],
  fr: Texts,
  en: Texts,
): LibraryTemplate => ({
  id,
  category,
  title,
  content: {
    defaultLanguage: 'fr',
    placeholders: Object.assign({}, ...placeholders) as Placeholders,
    variants: [
      { language: 'fr', text: fr[0], short: fr[1] },
      { language: 'en', text: en[0], short: en[1] },
    ],
  },
});
