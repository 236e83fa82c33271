import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Audience } from '../../../src/domain/people/audience.ts';
import { EVERY_LIST_ID } from '../../../src/domain/people/opt-out.ts';
import type { Rule } from '../../../src/domain/people/rule.ts';
import { audienceParts, inSaintMalo } from '../../support/people/audience-parts.ts';
import { contactAt, forgetPeople, numberAt } from '../../support/people/people.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
beforeEach(() => forgetPeople(disk.path));
afterAll(() => disk.remove());
const { contacts, list, segment, area, join, optOut, people } = audienceParts(() => disk.store);

describe('an audience', () => {
  test('that includes nothing has nobody, whatever else it says', async () => {
    await contacts(contactAt(1), contactAt(2));
    const all = await segment({ field: 'number', op: 'exists' });
    expect(await people({ include: [] })).toEqual([]);
    expect(await people({ include: [], within: [{ segment: all }] })).toEqual([]);
    expect(await people({ include: [], exclude: [{ numbers: [numberAt(1)] }] })).toEqual([]);
  });

  test('has each person once, by number, however often they are included', async () => {
    await contacts(contactAt(1), contactAt(2), contactAt(3));
    const [one, two] = [await list(), await list()];
    await join(one, 1, 2);
    await join(two, 2, 3);
    const numbers = [numberAt(3), numberAt(9), numberAt(3)];
    expect(await people({ include: [{ list: one }, { list: two }, { numbers }] })).toEqual([
      '0001',
      '0002',
      '0003',
      '0009',
    ]);
  });

  test('has the persons of "include" who are in every "within" and in no "exclude"', async () => {
    await contacts(
      contactAt(1, { language: 'fr', postalCode: '35400' }),
      contactAt(2, { language: 'en', postalCode: '35400' }),
      contactAt(3, { language: 'fr', postalCode: '75001' }),
      contactAt(4, { language: 'fr', postalCode: '35400' }),
    );
    const all = await list();
    await join(all, 1, 2, 3, 4);
    const french = await segment({ field: 'language', op: 'eq', value: 'fr' });
    const town = await area({ postalCodes: ['35400', '35260'] });
    const audience: Audience = {
      include: [{ list: all }],
      within: [{ segment: french }, { area: town }],
      exclude: [{ numbers: [numberAt(4)] }],
    };
    expect(await people(audience)).toEqual(['0001']);
  });

  test('that names a deleted list has nobody, and tells what is missing, since a lost exclusion would reach too many people', async () => {
    await contacts(contactAt(1));
    const there = await list();
    await join(there, 1);
    const gone = await list();
    disk.tearOut('lists', gone);
    const nested = await segment({ or: [{ list: gone }, { field: 'number', op: 'exists' }] });
    for (const audience of [
      { include: [{ list: there }, { list: gone }] },
      { include: [{ list: there }], exclude: [{ list: gone }] },
      { include: [{ list: there }], within: [{ list: gone }] },
      { include: [{ segment: nested }, { numbers: [numberAt(8)] }] },
    ]) {
      expect(await people(audience)).toEqual([]);
      const { missing } = await disk.store.countAudience(audience, { overrideOptOut: false });
      expect(missing).toEqual([`list ${gone}`]);
    }
  });

  test('that names a deleted list never comes to name a later list, since ids are not used again', async () => {
    const gone = await list();
    disk.tearOut('lists', gone);
    await disk.reopen();
    expect(await list()).not.toBe(gone);
  });

  test('counts by language the persons who would get a message', async () => {
    await contacts(
      contactAt(1, { language: 'fr' }),
      contactAt(2, { language: 'fr' }),
      contactAt(3, { language: 'en' }),
      contactAt(4),
    );
    await optOut(2, EVERY_LIST_ID);
    const numbers = [1, 2, 3, 4, 5].map(numberAt);
    expect(await disk.store.countAudience({ include: [{ numbers }] }, { overrideOptOut: false })).toEqual({
      people: 5,
      suppressed: { optedOut: 1, noConsent: 0 },
      byLanguage: { fr: 1, en: 1, und: 2 },
      missing: [],
      meaning: {},
    });
  });

  test('has for each person the values that a template may need', async () => {
    await contacts(
      contactAt(1, { name: 'A. Person', language: 'fr', attributes: { building: 'B', floor: 3 } }),
    );
    const [known, stranger] = await disk.store.audiencePage(
      { include: [{ numbers: [numberAt(1), numberAt(2)] }] },
      '',
      10,
      { overrideOptOut: false },
    );
    expect(known).toEqual({
      number: numberAt(1),
      contactId: expect.any(Number),
      name: 'A. Person',
      language: 'fr',
      attributes: { building: 'B', floor: 3 },
      suppressed: undefined,
    });
    expect(stranger).toMatchObject({
      number: numberAt(2),
      contactId: undefined,
      name: undefined,
      attributes: {},
    });
  });
});

test('the pages of any audience have exactly the people that a check of each contact by itself finds', async () => {
  const ids = { one: await list(), two: await list('information') };
  const polygon = await area(inSaintMalo);
  const data = Array.from({ length: 40 }, (_, n) =>
    contactAt(n, {
      language: ['fr', 'en', undefined][n % 3],
      attributes: n % 4 === 0 ? {} : { floor: n % 7 },
      position: n % 2 === 0 ? { lat: 48.55 + (n % 10) / 40, lon: -2 } : undefined,
    }),
  );
  await contacts(...data);
  await join(ids.one, ...Array.from({ length: 20 }, (_, n) => n * 2));
  await join(ids.two, ...Array.from({ length: 13 }, (_, n) => [n * 3, 'given'] as [number, 'given']));
  const lowFloors: Rule = { field: 'attributes.floor', op: 'lt', value: 3 };
  const low = await segment(lowFloors);
  const terms = [
    { term: { list: ids.one }, holds: (n: number) => n % 2 === 0 },
    { term: { list: ids.two }, holds: (n: number) => n % 3 === 0 && n < 39 },
    { term: { segment: low }, holds: (n: number) => n < 40 && n % 4 !== 0 && n % 7 < 3 },
    {
      term: { area: polygon },
      holds: (n: number) =>
        n % 2 === 0 && n < 40 && 48.55 + (n % 10) / 40 >= 48.6 && 48.55 + (n % 10) / 40 <= 48.7,
    },
    { term: { numbers: [3, 4, 5, 50].map(numberAt) }, holds: (n: number) => [3, 4, 5, 50].includes(n) },
  ];
  const some = fc.array(fc.integer({ min: 0, max: terms.length - 1 }), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(some, some, some, async (include, within, exclude) => {
      const pick = (indexes: readonly number[]) => indexes.flatMap((index) => terms[index] ?? []);
      const audience = {
        include: pick(include).map(({ term }) => term),
        within: pick(within).map(({ term }) => term),
        exclude: pick(exclude).map(({ term }) => term),
      };
      const expected = [...Array.from({ length: 40 }, (_, n) => n), 50].filter(
        (n) =>
          pick(include).some(({ holds }) => (n < 40 || include.includes(4)) && holds(n)) &&
          pick(within).every(({ term, holds }) => (n < 40 || 'numbers' in term) && holds(n)) &&
          !pick(exclude).some(({ term, holds }) => (n < 40 || 'numbers' in term) && holds(n)),
      );
      const strangerReached = include.includes(4);
      expect(await people(audience)).toEqual(
        expected.filter((n) => n < 40 || strangerReached).map((n) => String(n).padStart(4, '0')),
      );
    }),
    { numRuns: 60 },
  );
});
