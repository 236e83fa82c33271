import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contactAt, numberAt } from '../../../support/people/people.ts';
import { PeopleRig } from '../../../support/people/people-rig.ts';
import { T0 } from '../../../support/store/messages.ts';

let rig: PeopleRig;
beforeEach(async () => {
  rig = await PeopleRig.open();
});
afterEach(() => rig.close());

const csv = (text: string) => rig.ask('PUT', '/v1/population', text, { 'content-type': 'text/csv' });
const rows = async (query = '') => (await rig.ask('GET', `/v1/reach${query}`)).json().items;
const square = [
  [48.6, -2.1],
  [48.7, -2.1],
  [48.7, -1.9],
  [48.6, -1.9],
  [48.6, -2.1],
];

/** Nine contacts in two postal codes, of whom some refused, opted out, are on no list, or are dead. */
const people = async () => {
  const { store } = rig.disk;
  const emergency = await rig.make('/v1/lists', { name: 'safety', kind: 'emergency' });
  const information = await rig.make('/v1/lists', { name: 'news', kind: 'information' });
  const join = (n: number, listId: number, consent: 'given' | 'refused' | 'unknown') =>
    store.members.put({ listId, number: numberAt(n), consent, consentSource: 'form', consentAt: T0 });
  for (let n = 1; n <= 9; n++) {
    const position = n <= 4 ? { lat: 48.65, lon: -2 } : undefined;
    await store.contacts.create(contactAt(n, { postalCode: n <= 6 ? '35400' : '35000', position }), T0);
  }
  await join(1, emergency, 'unknown');
  await join(2, emergency, 'refused');
  await join(3, information, 'given');
  await join(4, information, 'unknown');
  await join(5, emergency, 'given');
  await join(6, emergency, 'given');
  await join(7, information, 'given');
  const optOut = { source: 'sms', evidence: 'STOP', at: T0 } as const;
  await store.optOut({ ...optOut, number: numberAt(5), listId: 0 });
  await store.optOut({ ...optOut, number: numberAt(7), listId: information });
  rig.disk.fill(
    `INSERT INTO undelivered_numbers VALUES ('${numberAt(6)}', 3, 3, '[]', '[{"at":0,"reason":"UNDELIV"}]', 0, 1)`,
  );
  return { emergency, information };
};

describe('the reach of places', () => {
  test('counts the registered and the reachable, with the places first where most people are missed', async () => {
    await people();
    await csv('Code postal;Population;Ménages\r\n35400;1 000;450\r\n35000;90000;\r\n29000;5\r\n');
    expect(await rows()).toEqual([
      {
        kind: 'postalCode',
        place: '35000',
        name: null,
        inhabitants: 90000,
        households: null,
        contacts: 3,
        registered: 1,
        reachable: 0,
        share: 0,
      },
      {
        kind: 'postalCode',
        place: '35400',
        name: null,
        inhabitants: 1000,
        households: 450,
        contacts: 6,
        registered: 4,
        reachable: 2,
        share: 0.002,
      },
      {
        kind: 'postalCode',
        place: '29000',
        name: null,
        inhabitants: 5,
        households: null,
        contacts: 0,
        registered: 0,
        reachable: 0,
        share: 0,
      },
    ]);
  });

  test('counts areas by their shape, and gives an area of postal codes the inhabitants of its codes', async () => {
    await people();
    const polygon = await rig.make('/v1/areas', { name: 'harbour', shape: { polygon: square } });
    const codes = await rig.make('/v1/areas', {
      name: 'north',
      shape: { postalCodes: ['35400', '35400', '35000'] },
    });
    const body = {
      rows: [
        { postalCode: '35400', inhabitants: 1000, households: 450 },
        { postalCode: '35000', inhabitants: 200, households: 100 },
        { area: polygon, inhabitants: 10 },
      ],
    };
    expect((await rig.ask('PUT', '/v1/population', body)).json()).toEqual({ rows: 3 });
    expect(await rows('?by=area')).toMatchObject([
      {
        place: String(codes),
        name: 'north',
        inhabitants: 1200,
        households: 550,
        contacts: 9,
        registered: 5,
        reachable: 2,
      },
      {
        place: String(polygon),
        name: 'harbour',
        inhabitants: 10,
        contacts: 4,
        registered: 2,
        reachable: 2,
        share: 0.2,
      },
    ]);
    const map = (await rig.ask('GET', '/v1/reach?format=geojson')).json();
    expect(map.features).toHaveLength(1);
    const [feature] = map.features;
    expect(feature).toMatchObject({
      type: 'Feature',
      id: polygon,
      properties: { name: 'harbour', reachable: 2 },
    });
    // Longitude first, and counter-clockwise (RFC 7946 3.1.1 and 3.1.6).
    expect(feature.geometry.coordinates[0]).toEqual(square.map(([lat, lon]) => [lon, lat]).toReversed());
  });

  test('is a CSV file and pages by cursor', async () => {
    await people();
    await csv('cp,inhabitants\n35400,10\n35000,20\n');
    const file = await rig.ask('GET', '/v1/reach?format=csv');
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(file.body.split('\r\n')[0]).toBe(
      'kind,place,name,inhabitants,households,contacts,registered,reachable,share',
    );
    const first = (await rig.ask('GET', '/v1/reach?limit=1')).json();
    expect([first.items[0].place, first.next]).toEqual(['35000', '1']);
    const second = (await rig.ask('GET', '/v1/reach?limit=1&cursor=1')).json();
    expect([second.items[0].place, second.next]).toEqual(['35400', null]);
  });

  test('is the same for all contacts, however few are read at a time', async () => {
    const { store } = rig.disk;
    const list = await rig.make('/v1/lists', { name: 'all', kind: 'emergency' });
    rig.disk.fill(`
      WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 59999)
      INSERT INTO contacts (number, attributes, postal_code, source, created_at, updated_at)
      SELECT '+336399' || substr(CAST(100000 + i AS TEXT), 2), '{}', '0000' || (i % 3), 'test', 0, 0 FROM n;
      INSERT INTO list_members SELECT ${list}, number, 'unknown', 'x', 0 FROM contacts;`);
    expect((await store.reachSlice(0)).next).toBeGreaterThan(0);
    expect(await rows()).toMatchObject(
      [0, 1, 2].map(() => ({ contacts: 20000, registered: 20000, reachable: 20000 })),
    );
  });
});

describe('the inhabitants', () => {
  test.each([
    ['cp,inhabitants\n35400,many\n', 'row 2', 'inhabitants is no whole number'],
    ['cp,area,inhabitants\n35400,1,5\n', 'row 2', 'has to have a postal code or the id of an area, not both'],
    ['name,count\nx,1\n', 'row 1', 'the header names no column postalCode or area, or no column inhabitants'],
    ['', 'row 1', 'the file is empty'],
    ['cp,inhabitants\n1,1\n1,2\n', 'rows[1]', 'a row before is for postalCode 1 too'],
  ])('are refused with the row that is wrong, and what was stored stays: %j', async (file, path, message) => {
    await csv('cp,inhabitants\n29000,7\n');
    const refused = await csv(file);
    expect([refused.statusCode, refused.json().errors]).toEqual([422, [{ path, message }]]);
    expect(await rows()).toMatchObject([{ place: '29000', inhabitants: 7 }]);
  });

  test('are at most 20,000 rows', async () => {
    const lines = Array.from({ length: 20_001 }, (_, index) => `${index},1`);
    expect((await csv(`cp,inhabitants\n${lines.join('\n')}\n`)).statusCode).toBe(422);
    expect((await csv(`cp,inhabitants\n${lines.slice(1).join('\n')}\n`)).json()).toEqual({ rows: 20_000 });
  });

  test('are refused as JSON with the field that is wrong', async () => {
    const refused = await rig.ask('PUT', '/v1/population', { rows: [{ postalCode: '1', inhabitants: -1 }] });
    expect(refused.json().errors[0].path).toBe('rows[0].inhabitants');
  });
});

describe('dead numbers', () => {
  test('are listed with their reasons, by postal code and list, and can be taken for alive', async () => {
    const { emergency, information } = await people();
    const dead = async (query = '') => (await rig.ask('GET', `/v1/people/dead${query}`)).json().items;
    expect(await dead()).toEqual([
      {
        number: numberAt(6),
        name: null,
        postalCode: '35400',
        times: 3,
        permanent: 3,
        last: [{ at: '1970-01-01T00:00:00.000Z', reason: 'UNDELIV' }],
      },
    ]);
    expect(await dead(`?list=${emergency}&postalCode=35400`)).toHaveLength(1);
    expect(await dead(`?list=${information}`)).toEqual([]);
    expect(await dead('?postalCode=35000')).toEqual([]);
    expect(await dead(`?number=${encodeURIComponent(numberAt(6))}`)).toHaveLength(1);
    expect(await dead(`?number=${encodeURIComponent(numberAt(5))}`)).toEqual([]);
    const url = `/v1/people/dead/${numberAt(6)}`;
    expect((await rig.ask('DELETE', url)).statusCode).toBe(204);
    expect((await rig.ask('DELETE', url)).statusCode).toBe(404);
    expect(await dead()).toEqual([]);
  });

  test('make a segment', async () => {
    await people();
    const segment = await rig.make('/v1/segments', {
      name: 'dead',
      rule: { field: 'dead', op: 'eq', value: true },
    });
    const alive = await rig.make('/v1/segments', {
      name: 'alive',
      rule: { not: { field: 'dead', op: 'exists' } },
    });
    const count = async (id: number) =>
      (await rig.ask('POST', '/v1/audiences/count', { audience: { include: [{ segment: id }] } })).json()
        .people;
    expect([await count(segment), await count(alive)]).toEqual([1, 8]);
  });
});
