import { expect, test } from 'vitest';
import { wordsAround } from '../../../../src/console/parts/text-editor/around.ts';

const content = {
  defaultLanguage: 'fr',
  variants: [
    {
      language: 'fr',
      text: 'Préfecture : le barrage déborde. Quittez la rive nord à pied maintenant, allez vers {place}. Répondez 1 en sécurité, 2 pour une aide, et attendez.',
    },
    { language: 'en', text: 'Go to {place} by {time}.' },
  ],
  placeholders: {},
} as unknown as Parameters<typeof wordsAround>[0];

test('a value is shown among the words of the text, in the language of the page or of most people', () => {
  expect(wordsAround(content, 'place', 'en')).toEqual({ words: 'Go to […] by {time}.', language: 'en' });
  expect(wordsAround(content, 'place', 'fr')?.words).toBe(
    '… nord à pied maintenant, allez vers […]. Répondez 1 en sécurité, 2 pour une …',
  );
  expect(wordsAround(content, 'place', 'de')).toMatchObject({ language: 'fr' });
});

test('a value that only another language has is shown in that language, and one that no text has not at all', () => {
  expect(wordsAround(content, 'time', 'fr')).toEqual({ words: 'Go to {place} by […].', language: 'en' });
  expect(wordsAround(content, 'phone', 'fr')).toBeUndefined();
});
