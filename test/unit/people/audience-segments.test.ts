import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Rule } from '../../../src/domain/people/rule.ts';
import { audienceParts, inSaintMalo } from '../../support/people/audience-parts.ts';
import { contactAt, forgetPeople } from '../../support/people/people.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
beforeEach(() => forgetPeople(disk.path));
afterAll(() => disk.remove());
const { contacts, list, segment, area, join, people } = audienceParts(() => disk.store);

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
  ])('with the rule %j has the contacts %j', async (rule, expected) => {
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

describe('large segments', () => {
  test('with twenty thousand values are counted correctly', async () => {
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

  test('with more than 1000 conditions together give an empty audience, and the segment that exceeds the limit is named', async () => {
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
