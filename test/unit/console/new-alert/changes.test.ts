import { expect, test } from 'vitest';
import { changesOf, differencesOf } from '../../../../src/console/rooms/new-alert/logic/changes.ts';
import { emptyForm, type Form } from '../../../../src/console/rooms/new-alert/logic/form.ts';

const shown = (text: string) => ({ text, encoding: 'gsm7' as const, parts: 1 });
const preview = (own: object = {}) => ({
  hash: '2.a.1',
  people: 12,
  parts: 12,
  suppressed: { optedOut: 0, noConsent: 0 },
  blockers: [],
  variants: [
    { language: 'fr', people: 12, typical: shown('Crue'), worst: shown('Crue'), mostParts: 1, short: null },
  ],
  ...own,
});

test('the same hash is the same thing, whatever its time', () => {
  expect(changesOf(preview(), preview({ people: 99 }))).toEqual([]);
});

test('a count that jumped is shown as before and now', () => {
  const now = preview({
    hash: '2.a.2',
    people: 4212,
    parts: 8424,
    suppressed: { optedOut: 3, noConsent: 0 },
  });
  expect(changesOf(preview(), now)).toEqual([
    { what: 'people', before: '12', now: '4212' },
    { what: 'suppressed', before: '0', now: '3' },
    { what: 'parts', before: '12', now: '8424' },
  ]);
});

test('the clock in a text is no change: another minute is not shown as another text', () => {
  const [french] = preview().variants;
  const variants = [{ ...french, typical: shown('Crue, 18 h 16') }] as ReturnType<typeof preview>['variants'];
  const later = preview({ hash: '2.a.2', people: 13, variants });
  expect(changesOf(preview(), later)).toEqual([{ what: 'people', before: '12', now: '13' }]);
});

test('another text is shown in its language, also one that is gone', () => {
  const [french] = preview().variants;
  const now = preview({ hash: '2.b.1', variants: [{ ...french, language: 'en', typical: shown('Flood') }] });
  expect(changesOf(preview(), now)).toEqual([
    { what: 'text', language: 'en', before: '', now: 'Flood' },
    { what: 'text', language: 'fr', before: 'Crue', now: '' },
  ]);
});

test('another meaning of a list or an area is said, though no figure differs', () => {
  expect(changesOf(preview(), preview({ hash: '2.c.1' }))).toEqual([
    { what: 'meaning', before: '', now: '' },
  ]);
});

test('two versions of a draft are told apart field by field, and never by nothing at all', () => {
  const mine: Form = { ...emptyForm('live'), title: 'Crue', audience: { include: [{ list: 1 }] } };
  expect(differencesOf(mine, mine)).toEqual([]);
  expect(differencesOf(mine, { ...mine, kind: 'exercise', audience: { include: [{ list: 2 }] } })).toEqual([
    { what: 'kind', before: 'live', now: 'exercise' },
    { what: 'audience', before: 'list 1', now: 'list 2' },
  ]);
  expect(differencesOf(mine, { ...mine, priority: 'low' })).toEqual([{ what: 'rest', before: '', now: '' }]);
});

test('a difference that has no line of its own is said beside those that have one', () => {
  const mine: Form = { ...emptyForm('live'), title: 'Crue' };
  const theirs: Form = { ...mine, title: 'Crue 2', overrideOptOut: true };
  expect(differencesOf(mine, theirs)).toEqual([
    { what: 'title', before: 'Crue', now: 'Crue 2' },
    { what: 'rest', before: '', now: '' },
  ]);
  const [french, english] = mine.content.variants;
  const short = { ...mine.content, variants: [{ ...french, short: 'Crue' }, english] } as Form['content'];
  expect(differencesOf(mine, { ...mine, content: short })).toEqual([{ what: 'rest', before: '', now: '' }]);
});
