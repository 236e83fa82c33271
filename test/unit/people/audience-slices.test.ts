import { afterAll, beforeAll, expect, test } from 'vitest';
import { toMsisdn } from '../../../src/domain/messages/msisdn.ts';
import type { Audience } from '../../../src/domain/people/audience.ts';
import { numberAt } from '../../support/people/people.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

const PEOPLE = 60_000;
/** A number longer than any in France, so that nobody has it; the numbers aren't in the order of `n`. */
const numberOf = (n: number): string => `+3363998${String((n * 7919) % PEOPLE).padStart(7, '0')}`;

/** The same in SQL. */
const NUMBER = `'+3363998' || substr(CAST(10000000 + n * 7919 % ${PEOPLE} AS TEXT), 2)`;

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
  await disk.store.lists.create('everybody', { kind: 'emergency' }, 0);
  await disk.store.segments.create('one in fifty', { field: 'attributes.n', op: 'eq', value: 7 }, 0);
  await disk.store.segments.create('French', { field: 'language', op: 'eq', value: 'fr' }, 0);
  disk.fill(`
    INSERT INTO contacts (number, language, attributes, lat, lon, source, created_at, updated_at)
    WITH RECURSIVE people (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM people WHERE n < ${PEOPLE - 1})
    SELECT ${NUMBER}, CASE n % 3 WHEN 0 THEN 'fr' WHEN 1 THEN 'en' END, '{"n":' || (n % 50) || '}',
           48 + n / ${PEOPLE}.0, 2, 'test', 0, 0
      FROM people;
    INSERT INTO list_members (list_id, number, consent, consent_source, consent_at)
    SELECT 1, number, 'unknown', 'test', 0 FROM contacts`);
});
afterAll(() => disk.remove());

const options = { overrideOptOut: false };
const all = Array.from({ length: PEOPLE }, (_, n) => n);

test.each<[string, Audience, (n: number) => boolean]>([
  ['a list of all', { include: [{ list: 1 }] }, () => true],
  ['a segment that no index covers', { include: [{ segment: 1 }] }, (n) => n % 50 === 7],
  [
    'a circle without the contacts whose language is French',
    { include: [{ shape: { circle: { lat: 48.5, lon: 2, radiusKm: 30 } } }], exclude: [{ segment: 2 }] },
    (n) => Math.abs(n / PEOPLE - 0.5) * 111.195 <= 30 && n % 3 !== 0,
  ],
])(
  'the audience "%s" has the same persons when it is counted and when it is read page by page',
  async (_, audience, holds) => {
    const expected = all.filter(holds).map(numberOf).sort();
    expect(expected.length).toBeGreaterThan(1000);
    const pages: string[] = [];
    for (let after = ''; ; ) {
      const page = await disk.store.audiencePage(audience, after, 7000, options);
      pages.push(...page.map(({ number }) => number));
      if (page.length < 7000) break;
      after = page.at(-1)?.number ?? '';
    }
    expect(pages).toEqual(expected);
    expect((await disk.store.countAudience(audience, options)).people).toBe(expected.length);
  },
);

test('numbers of an audience that are no contacts come in order between the contacts, wherever a page ends', async () => {
  // These numbers sort between, before and after all the others.
  const strangers = ['+3363998', '+33639980', '+336399800250000', '+33639989999'].map(toMsisdn);
  const numbers = strangers.flatMap((number) => number ?? []);
  const audience: Audience = { include: [{ segment: 1 }, { numbers }] };
  const expected = [...all.filter((n) => n % 50 === 7).map(numberOf), ...numbers].sort();
  const pages: string[] = [];
  for (let after = ''; ; ) {
    const page = await disk.store.audiencePage(audience, after, 100, options);
    pages.push(...page.map(({ number }) => number));
    if (page.length < 100) break;
    after = page.at(-1)?.number ?? '';
  }
  expect(pages).toEqual(expected);
});

test('numbers of an audience that are no contacts are all returned, even if they are more than a page', async () => {
  const numbers = Array.from({ length: 500 }, (_, n) => numberAt(n + 1000));
  const first = await disk.store.audiencePage({ include: [{ numbers }] }, '', 499, options);
  const second = await disk.store.audiencePage(
    { include: [{ numbers }] },
    first.at(-1)?.number ?? '',
    499,
    options,
  );
  expect([...first, ...second].map(({ number }) => number)).toEqual(numbers);
});
