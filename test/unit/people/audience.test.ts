import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Audience } from '../../../src/domain/people/audience.ts';
import type { ContactData } from '../../../src/domain/people/contact.ts';
import type { ListDefinition } from '../../../src/domain/people/lists.ts';
import { EVERY_LIST_ID } from '../../../src/domain/people/opt-out.ts';
import type { Rule } from '../../../src/domain/people/rule.ts';
import type { Shape } from '../../../src/kernel/shape.ts';
import { contactAt, forgetPeople, numberAt } from '../../support/people/people.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
beforeEach(() => forgetPeople(disk.path));
afterAll(() => disk.remove());

const contacts = async (...data: readonly ContactData[]) => {
  await Promise.all(data.map((one) => disk.store.contacts.create(one, 0)));
};
const made = async (created: Promise<{ id: number } | 'taken'>): Promise<number> => {
  const one = await created;
  if (one === 'taken') throw new Error('the name is taken');
  return one.id;
};
let names = 0;
const list = (kind: ListDefinition['kind'] = 'emergency') =>
  made(disk.store.lists.create(`list ${names++}`, { kind }, 0));
const segment = (rule: Rule) => made(disk.store.segments.create(`segment ${names++}`, rule, 0));
const area = (shape: Shape) => made(disk.store.areas.create(`area ${names++}`, shape, 0));
const join = async (
  listId: number,
  ...ns: readonly (number | [n: number, consent: 'given' | 'refused'])[]
) => {
  for (const entry of ns) {
    const [n, consent] = typeof entry === 'number' ? [entry, 'unknown' as const] : entry;
    const membership = { listId, number: numberAt(n), consent, consentSource: 'a form', consentAt: 1 };
    expect(await disk.store.members.put(membership)).toMatchObject({ kind: 'put' });
  }
};
const optOut = (n: number, listId: number) =>
  disk.store.optOut({ number: numberAt(n), listId, source: 'sms', evidence: 'STOP', at: 5 });

/**
 * Reads all pages, two persons at a time; returns the last four digits, with the reason for those who are suppressed.
 */
const people = async (audience: Audience, overrideOptOut = false): Promise<readonly string[]> => {
  const found: string[] = [];
  for (let after = ''; ; ) {
    const page = await disk.store.audiencePage(audience, after, 2, { overrideOptOut });
    found.push(
      ...page.map(
        ({ number, suppressed }) => `${number.slice(-4)}${suppressed === undefined ? '' : ` ${suppressed}`}`,
      ),
    );
    const last = page.at(-1);
    if (page.length < 2 || last === undefined) break;
    after = last.number;
  }
  const count = await disk.store.countAudience(audience, { overrideOptOut });
  expect(count.people).toBe(found.length);
  expect(Object.values(count.suppressed).reduce((sum, n) => sum + n)).toBe(
    found.filter((one) => one.includes(' ')).length,
  );
  return found;
};

const inSaintMalo: Shape = {
  polygon: [
    [48.6, -2.1],
    [48.7, -2.1],
    [48.7, -1.9],
    [48.6, -1.9],
    [48.6, -2.1],
  ],
};

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

  test('has the persons of include who are in every within and in no exclude', async () => {
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

  test('that names something deleted has nobody, and tells what is missing, since a lost exclusion would reach too many', async () => {
    await contacts(contactAt(1));
    const there = await list();
    await join(there, 1);
    const gone = await list();
    await disk.store.lists.remove(gone, undefined);
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

  test('of a deleted list does not become that of the next list made', async () => {
    const gone = await list();
    await disk.store.lists.remove(gone, undefined);
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

  test('returns for each person the values that a template may need', async () => {
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

describe('a person whose messages are suppressed', () => {
  test('is one who opted out of everything, contact or not, unless the alert overrides opt-outs', async () => {
    await contacts(contactAt(1), contactAt(2));
    await optOut(1, EVERY_LIST_ID);
    await optOut(7, EVERY_LIST_ID);
    const audience: Audience = { include: [{ numbers: [1, 2, 7, 8].map(numberAt) }] };
    expect(await people(audience)).toEqual(['0001 optedOut', '0002', '0007 optedOut', '0008']);
    expect(await people(audience, true)).toEqual(['0001', '0002', '0007', '0008']);
  });

  test('is one who opted out of every list that reaches them', async () => {
    await contacts(contactAt(1), contactAt(2), contactAt(3));
    const [one, two] = [await list(), await list()];
    await join(one, 1, 2, 3);
    await join(two, 2, 3);
    for (const n of [1, 2, 3]) await optOut(n, one);
    await optOut(3, two);
    const audience: Audience = { include: [{ list: one }, { list: two }] };
    expect(await people(audience)).toEqual(['0001 optedOut', '0002', '0003 optedOut']);
    expect(await people({ include: [{ list: one }] })).toEqual([
      '0001 optedOut',
      '0002 optedOut',
      '0003 optedOut',
    ]);
    expect(await people({ include: [{ list: two }], within: [{ list: one }] })).toEqual([
      '0002 optedOut',
      '0003 optedOut',
    ]);
  });

  test('is one without consent to an information list, or with a refusal of an emergency list, whatever is overridden', async () => {
    await contacts(contactAt(1), contactAt(2), contactAt(3));
    const [emergency, information] = [await list('emergency'), await list('information')];
    await join(emergency, 1, [2, 'given'], [3, 'refused']);
    await join(information, 1, [2, 'given'], [3, 'refused']);
    for (const override of [false, true]) {
      expect(await people({ include: [{ list: emergency }] }, override)).toEqual([
        '0001',
        '0002',
        '0003 noConsent',
      ]);
      expect(await people({ include: [{ list: information }] }, override)).toEqual([
        '0001 noConsent',
        '0002',
        '0003 noConsent',
      ]);
    }
  });

  test('is one whom a segment reaches only by a list that they opted out of', async () => {
    await contacts(contactAt(1), contactAt(2, { language: 'fr' }));
    const one = await list();
    await join(one, 1, 2);
    await optOut(1, one);
    await optOut(2, one);
    const reached = await segment({ or: [{ list: one }, { field: 'language', op: 'eq', value: 'fr' }] });
    expect(await people({ include: [{ segment: reached }] })).toEqual(['0001 optedOut', '0002']);
  });

  test('stays suppressed with "not" around a list in a segment, once or twice', async () => {
    await contacts(contactAt(1), contactAt(2));
    const [one, two] = [await list(), await list()];
    await join(one, 1, 2);
    await join(two, 1);
    await optOut(1, one);
    await optOut(1, two);
    const oneOrNotTwo = await segment({ or: [{ list: one }, { not: { list: two } }] });
    expect(await people({ include: [{ segment: oneOrNotTwo }] })).toEqual(['0001 optedOut', '0002']);
    const notNotOne = await segment({ not: { not: { list: one } } });
    expect(await people({ include: [{ segment: notNotOne }] })).toEqual(['0001 optedOut', '0002']);
  });

  test('is excluded with a list that they opted out of', async () => {
    await contacts(contactAt(1), contactAt(2));
    const one = await list();
    await join(one, 1);
    await optOut(1, one);
    const numbers = [1, 2].map(numberAt);
    expect(await people({ include: [{ numbers }], exclude: [{ list: one }] })).toEqual(['0002']);
  });

  test('gets messages again after an opt-in, to all lists or to one', async () => {
    await contacts(contactAt(1));
    await optOut(1, EVERY_LIST_ID);
    await optOut(1, 7);
    expect(await optOut(1, 7)).toBe(false);
    expect(await disk.store.isOptedOut(numberAt(1), 9)).toBe(true);
    expect(await disk.store.optIn(numberAt(1), 7)).toBe(true);
    expect(await disk.store.isOptedOut(numberAt(1), 7)).toBe(true);
    await optOut(1, 7);
    expect(await disk.store.optIn(numberAt(1), EVERY_LIST_ID)).toBe(true);
    expect(await disk.store.isOptedOut(numberAt(1), 7)).toBe(false);
    expect(await disk.store.optIn(numberAt(1), EVERY_LIST_ID)).toBe(false);
  });
});

describe('a segment', () => {
  const crowd = () =>
    contacts(
      contactAt(1, { name: 'Ana', attributes: { building: 'B', floor: '3', staff: true } }),
      contactAt(2, { name: 'Bob', attributes: { building: 'B', floor: 12, staff: false } }),
      contactAt(3, { attributes: { building: 'C', 'étage haut': 'x"y' }, postalCode: '01000' }),
      contactAt(4, { language: 'fr' }),
    );

  test.each<[Rule, readonly string[]]>([
    [{ field: 'attributes.building', op: 'eq', value: 'B' }, ['0001', '0002']],
    [{ field: 'attributes.building', op: 'ne', value: 'B' }, ['0003', '0004']],
    [{ field: 'attributes.building', op: 'in', value: ['A', 'C'] }, ['0003']],
    [{ field: 'attributes.building', op: 'exists' }, ['0001', '0002', '0003']],
    [{ not: { field: 'attributes.building', op: 'exists' } }, ['0004']],
    [{ not: { field: 'attributes.building', op: 'lt', value: 'C' } }, ['0003', '0004']],
    [{ field: 'attributes.floor', op: 'gt', value: 5 }, ['0002']],
    [{ field: 'attributes.floor', op: 'lt', value: 5 }, ['0001']],
    [{ field: 'attributes.floor', op: 'eq', value: 3 }, ['0001']],
    [{ field: 'attributes.floor', op: 'eq', value: '12' }, ['0002']],
    [{ field: 'attributes.staff', op: 'eq', value: true }, ['0001']],
    [{ field: 'attributes.staff', op: 'ne', value: true }, ['0002', '0003', '0004']],
    [{ field: 'attributes.étage haut', op: 'eq', value: 'x"y' }, ['0003']],
    [{ field: 'name', op: 'contains', value: 'o' }, ['0002']],
    [{ field: 'postalCode', op: 'eq', value: '01000' }, ['0003']],
    [{ field: 'language', op: 'in', value: ['fr', 'en'] }, ['0004']],
    [{ field: 'source', op: 'eq', value: 'test' }, ['0001', '0002', '0003', '0004']],
    [
      {
        and: [
          { field: 'attributes.building', op: 'eq', value: 'B' },
          { not: { field: 'attributes.staff', op: 'eq', value: true } },
        ],
      },
      ['0002'],
    ],
    [
      {
        or: [
          { field: 'name', op: 'eq', value: 'Ana' },
          { field: 'language', op: 'eq', value: 'fr' },
        ],
      },
      ['0001', '0004'],
    ],
    [{ and: [] }, []],
    [{ or: [] }, []],
    [{ field: 'attributes.building', op: 'in', value: [] }, []],
  ])('with the rule %j has the contacts that match it', async (rule, expected) => {
    await crowd();
    expect(await people({ include: [{ segment: await segment(rule) }] })).toEqual(expected);
  });

  test('may have rules on lists and areas', async () => {
    await contacts(
      contactAt(1, { position: { lat: 48.65, lon: -2 } }),
      contactAt(2, { position: { lat: 48.65, lon: -2 } }),
      contactAt(3, { position: { lat: 48.5, lon: -2 } }),
    );
    const one = await list();
    await join(one, 1, 3);
    const rule: Rule = { and: [{ list: one }, { area: await area(inSaintMalo) }] };
    expect(await people({ include: [{ segment: await segment(rule) }] })).toEqual(['0001']);
  });
});

describe('an area', () => {
  test('is a polygon, a circle or postal codes, and a contact without position and code is in none', async () => {
    await contacts(
      contactAt(1, { position: { lat: 48.65, lon: -2 } }),
      contactAt(2, { position: { lat: 48.65, lon: -2.2 } }),
      contactAt(3, { postalCode: '35400' }),
      contactAt(4),
    );
    expect(await people({ include: [{ shape: inSaintMalo }] })).toEqual(['0001']);
    expect(
      await people({ include: [{ shape: { circle: { lat: 48.65, lon: -2.2, radiusKm: 5 } } }] }),
    ).toEqual(['0002']);
    expect(await people({ include: [{ shape: { postalCodes: ['35400'] } }] })).toEqual(['0003']);
  });
});

test('the pages of any audience equal the result of checking each contact (property)', async () => {
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

describe('large segments', () => {
  test('of twenty thousand values are counted like any other', async () => {
    await contacts(
      contactAt(1, { attributes: { site: 's7', floor: 3 } }),
      contactAt(2, { attributes: { site: true } }),
      contactAt(3, { attributes: { site: '3' } }),
    );
    const inMany = (n: number, ...values: readonly (string | number | boolean)[]): Rule => ({
      field: 'attributes.site',
      op: 'in',
      value: [...values, ...Array.from({ length: 98 }, (_, index) => `other ${n} ${index}`)],
    });
    const one = await segment({
      or: Array.from({ length: 190 }, (_, n) => (n === 189 ? inMany(n, 's7', true) : inMany(n))),
    });
    expect(await people({ include: [{ segment: one }] })).toEqual(['0001', '0002']);
    expect(await people({ include: [{ segment: await segment(inMany(0, 3, 0)) }] })).toEqual(['0003']);
  });

  test('of more than a thousand conditions together have nobody, and the segment that exceeds the limit is named', async () => {
    await contacts(contactAt(1, { language: 'fr' }));
    const french: Rule = { field: 'language', op: 'eq', value: 'fr' };
    const ids = await Promise.all(
      Array.from({ length: 6 }, () => segment({ or: Array.from({ length: 199 }, () => french) })),
    );
    const include = ids.map((id) => ({ segment: id }));
    expect(await people({ include: include.slice(0, 5) })).toEqual(['0001']);
    expect(await people({ include })).toEqual([]);
    const { missing } = await disk.store.countAudience({ include }, { overrideOptOut: false });
    expect(missing).toEqual([`segment ${ids[5]} (with it there are more than 1000 conditions)`]);
  });
});
