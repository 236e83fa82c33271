import { afterAll, expect, test } from 'vitest';
import { sideTextsOf } from '../../../../src/console/rooms/alert/before/side-texts.ts';
import { settleIn } from '../../../../src/console/words/place.ts';

settleIn('Europe/Paris');
afterAll(() => settleIn(undefined));
const NOW = Date.parse('2026-11-26T03:00:00Z');
const content = (text: string) => ({
  defaultLanguage: 'fr',
  placeholders: {},
  variants: [{ language: 'fr', text }],
});
const alert = (own: object = {}) =>
  ({
    kind: 'live',
    content: content('Crue à {place}.'),
    values: { place: 'Agen' },
    validFor: 'PT2H',
    scheduledAt: null,
    expiresAt: null,
    cancelContent: null,
    endContent: null,
    escalation: null,
    ...own,
  }) as unknown as Parameters<typeof sideTextsOf>[0];

test('an alert without texts of its own for later shows none', () => {
  expect(sideTextsOf(alert(), NOW)).toEqual([]);
});

test('an approver sees each text that their approval lets one person send, with its values', () => {
  const own = {
    cancelContent: content('Annulé pour {place}.'),
    endContent: content('Fini à {place}.'),
    escalation: { whenFulfilled: content('Assez de renfort.') },
  };
  expect(sideTextsOf(alert(own), NOW)).toEqual([
    { of: 'cancel', language: 'fr', text: 'Annulé pour Agen.' },
    { of: 'end', language: 'fr', text: 'Fini à Agen.' },
    { of: 'fulfilled', language: 'fr', text: 'Assez de renfort.' },
  ]);
});

test('the later texts of an exercise say that they are one', () => {
  const [cancel] = sideTextsOf(alert({ kind: 'exercise', cancelContent: content('Annulé.') }), NOW);
  expect(cancel?.text).toMatch(/^EXERCICE/);
});
