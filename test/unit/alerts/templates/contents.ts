import type { Addressee, Content } from '../../../../src/domain/templates/template.ts';

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

/** An alert that holds until 18:30 in Paris, read on the same day. */
export const until = {
  at: Date.UTC(2026, 10, 26, 17, 30),
  readAt: Date.UTC(2026, 10, 26, 15, 0),
  timeZone: 'Europe/Paris',
};

export const someone: Addressee = { name: undefined, language: undefined, attributes: {} };
