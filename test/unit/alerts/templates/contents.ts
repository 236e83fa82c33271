import type { Addressee, Content } from '../../../../src/domain/alerts/template.ts';

export const flood: Content = {
  defaultLanguage: 'fr',
  placeholders: {
    name: { fallback: 'à tous', fallbacks: { en: 'to all' } },
    'attributes.building': { fallback: 'votre immeuble', fallbacks: { en: 'your building' } },
    place: {},
    time: { fallback: 'maintenant', fallbacks: { en: 'now' } },
  },
  variants: [
    {
      language: 'fr',
      text: 'Bonjour {name}. Crue à {place} : quittez {attributes.building} {time}.',
      short: 'Crue à {place} : quittez {attributes.building} {time}.',
    },
    {
      language: 'en',
      text: 'Hello {name}. Flood at {place}: leave {attributes.building} {time}.',
    },
  ],
};

/** A content with one text in one language. */
export const says = (text: string, more: Partial<Content> = {}): Content => ({
  defaultLanguage: 'fr',
  placeholders: {},
  variants: [{ language: 'fr', text }],
  ...more,
});

export const someone: Addressee = { name: undefined, language: undefined, attributes: {} };
