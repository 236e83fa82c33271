import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetPeople, numberAt } from '../../support/people/people.ts';
import { PeopleRig } from '../../support/people/people-rig.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await PeopleRig.open();
});
beforeEach(() => forgetPeople(rig.disk.path));
afterAll(() => rig.close());

const whole = {
  number: numberAt(1),
  name: 'A. Person',
  language: 'fr-CA',
  attributes: { building: 'B', floor: 3, staff: true },
  position: { lat: 48.65, lon: -2.01 },
  postalCode: '35400',
};

describe('a contact in the HTTP API', () => {
  test('is created, and read with the same values', async () => {
    const made = await rig.ask('POST', '/v1/contacts', whole);
    expect(made.statusCode).toBe(201);
    expect(made.json()).toEqual({
      ...whole,
      id: expect.any(Number),
      language: 'fr',
      source: 'api',
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
      version: 1,
    });
    const read = await rig.ask('GET', String(made.headers['location']));
    expect(read.headers['etag']).toBe('"1"');
    expect(read.json()).toEqual({ ...made.json(), memberships: [], optOuts: [] });
  });

  test.each(['Élodie', 'élodie', 'ELODIE', 'elodie', 'ÉLO'])(
    'is found by %j, whatever its capitals and accents',
    async (asked) => {
      await rig.make('/v1/contacts', { number: numberAt(1), name: 'Élodie Noël' });
      await rig.make('/v1/contacts', { number: numberAt(2), name: 'ELODIE N.' });
      await rig.make('/v1/contacts', { number: numberAt(3), name: 'Anna' });
      const found = await rig.ask('GET', `/v1/contacts?name=${encodeURIComponent(asked)}`);
      expect(found.json().items).toMatchObject([{ number: numberAt(1) }, { number: numberAt(2) }]);
    },
  );

  test('is not found by a name that is an accent alone', async () => {
    await rig.make('/v1/contacts', { number: numberAt(1), name: 'Anna' });
    const found = await rig.ask('GET', `/v1/contacts?name=${encodeURIComponent('\u0301')}`);
    expect(found.json().items).toEqual([]);
  });

  test('may be created with a number in national form', async () => {
    const made = await rig.ask('POST', '/v1/contacts', { number: '06 39 98 00 01' });
    expect(made.json()).toMatchObject({ number: numberAt(1), name: null, attributes: {}, position: null });
  });

  test('cannot be created with the number of another contact', async () => {
    await rig.make('/v1/contacts', whole);
    const again = await rig.ask('POST', '/v1/contacts', { number: whole.number });
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ type: 'urn:tocsin:problem:number-taken' });
  });

  test('is created once, however often the request is repeated with its Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'a-key' };
    const first = await rig.ask('POST', '/v1/contacts', whole, key);
    const again = await rig.ask('POST', '/v1/contacts', whole, key);
    expect(again.statusCode).toBe(201);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json()).toEqual(first.json());
  });

  test.each([
    [{}, ['number']],
    [{ number: '112' }, ['number']],
    [{ number: numberAt(1), name: 'x\u0000y' }, ['name']],
    [{ number: numberAt(1), name: '\ud800' }, ['name']],
    [{ number: numberAt(1), name: 'x'.repeat(201), nom: 'x' }, ['name', 'nom']],
    [{ number: numberAt(1), language: 'français' }, ['language']],
    [{ number: numberAt(1), position: { lat: 91, lon: -2 } }, ['position.lat']],
    [{ number: numberAt(1), attributes: { 'a.b': 'x' } }, ['attributes.a.b']],
    [{ number: numberAt(1), attributes: { a: { b: 1 } } }, ['attributes.a']],
    [{ number: numberAt(1), attributes: { a: null } }, ['attributes.a']],
    [
      {
        number: numberAt(1),
        attributes: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`a${n}`, n])),
      },
      ['attributes'],
    ],
  ])('is refused if the body of the request is %j', async (body, paths) => {
    const response = await rig.ask('POST', '/v1/contacts', body);
    expect(response.statusCode).toBe(422);
    expect(response.json().errors.map(({ path }: { path: string }) => path)).toEqual(paths);
  });

  test('cannot have an attribute called __proto__', async () => {
    const body = `{"number":"${numberAt(1)}","attributes":{"__proto__":"x"}}`;
    const made = await rig.ask('POST', '/v1/contacts', body, { 'content-type': 'application/json' });
    expect(made.statusCode === 422 || Object.keys(made.json().attributes).length === 0).toBe(true);
  });

  test('is replaced only if its version is the one in If-Match', async () => {
    const id = await rig.make('/v1/contacts', whole);
    const first = await rig.ask(
      'PUT',
      `/v1/contacts/${id}`,
      { number: whole.number, name: 'New' },
      { 'if-match': '"1"' },
    );
    expect(first.headers['etag']).toBe('"2"');
    expect(first.json()).toMatchObject({ id, name: 'New', language: null, attributes: {}, version: 2 });
    const late = await rig.ask('PUT', `/v1/contacts/${id}`, whole, { 'if-match': '"1"' });
    expect(late.statusCode).toBe(412);
    expect(late.json()).toMatchObject({ type: 'urn:tocsin:problem:changed-meanwhile' });
    expect((await rig.ask('GET', `/v1/contacts/${id}`)).json()).toMatchObject({ name: 'New' });
    expect((await rig.ask('PUT', `/v1/contacts/${id}`, whole, { 'if-match': '*' })).statusCode).toBe(200);
  });

  test.each(['W/"1"', '1', '"0"', '"1", "2"', '"x"'])(
    'is not removed with "If-Match: %s", which is no version',
    async (etag) => {
      const id = await rig.make('/v1/contacts', whole);
      const response = await rig.ask('DELETE', `/v1/contacts/${id}`, undefined, { 'if-match': etag });
      expect(response.statusCode).toBe(412);
      expect((await rig.ask('GET', `/v1/contacts/${id}`)).statusCode).toBe(200);
    },
  );

  test('keeps its lists and opt-outs under a new number', async () => {
    const id = await rig.make('/v1/contacts', whole);
    const list = await rig.make('/v1/lists', { name: 'moving', kind: 'emergency' });
    await rig.ask('PUT', `/v1/lists/${list}/members/${whole.number}`, {
      consent: 'given',
      consentSource: 'form',
    });
    await rig.ask('POST', '/v1/opt-outs', { number: whole.number, evidence: 'telephone' });
    const taken = await rig.make('/v1/contacts', { number: numberAt(9) });
    const other = await rig.ask('PUT', `/v1/contacts/${id}`, { number: numberAt(9) });
    expect(other.json()).toMatchObject({ type: 'urn:tocsin:problem:number-taken' });
    await rig.ask('DELETE', `/v1/contacts/${taken}`);
    await rig.ask('PUT', `/v1/contacts/${id}`, { number: numberAt(9) });
    const members = await rig.ask('GET', `/v1/lists/${list}/members`);
    expect(members.json()).toMatchObject({ total: 1, items: [{ number: numberAt(9), consent: 'given' }] });
    const optOuts = await rig.ask('GET', `/v1/opt-outs?number=${encodeURIComponent(numberAt(9))}`);
    expect(optOuts.json().items).toMatchObject([{ list: null, evidence: 'telephone' }]);
  });

  test('that is removed is removed from its lists', async () => {
    const id = await rig.make('/v1/contacts', whole);
    const list = await rig.make('/v1/lists', { name: 'leaving', kind: 'emergency' });
    await rig.ask('PUT', `/v1/lists/${list}/members/${whole.number}`, { consentSource: 'form' });
    expect((await rig.ask('DELETE', `/v1/contacts/${id}`)).statusCode).toBe(204);
    expect((await rig.ask('DELETE', `/v1/contacts/${id}`)).statusCode).toBe(404);
    expect((await rig.ask('GET', `/v1/lists/${list}/members`)).json()).toMatchObject({
      total: 0,
      items: [],
    });
  });

  test.each(['0', '-1', '1.5', 'x', '9999999999999999999'])(
    'with the id %s is answered 404 or 422',
    async (id) => {
      expect([404, 422]).toContain((await rig.ask('GET', `/v1/contacts/${id}`)).statusCode);
    },
  );
});

describe('the list of contacts', () => {
  beforeEach(async () => {
    await rig.make('/v1/contacts', { number: numberAt(3), name: 'Ana', language: 'fr' });
    await rig.make('/v1/contacts', { number: numberAt(1), name: 'Hannah', postalCode: '35400' });
    await rig.make('/v1/contacts', { number: numberAt(200), language: 'fr' });
  });
  const numbers = async (query: string) => {
    const response = await rig.ask('GET', `/v1/contacts?${query}`);
    return response.json().items.map(({ number }: { number: string }) => Number(number.slice(-4)));
  };

  test.each([
    ['', [1, 3, 200]],
    ['language=fr', [3, 200]],
    ['name=ana', [3]],
    ['name=an', [1, 3]],
    ['postalCode=35400', [1]],
    ['number=%2B33639980', [1, 3, 200]],
    ['number=+336399800', [1, 3]],
    [`number=%2B33639980003`, [3]],
    ['number=%2B33639980003&language=en', []],
  ])('filtered with ?%s has the matching contacts', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected);
  });

  test('filtered by a list of people has the members of that list', async () => {
    const list = await rig.make('/v1/lists', { name: 'some', kind: 'emergency' });
    await rig.ask('PUT', `/v1/lists/${list}/members/${numberAt(3)}`, { consentSource: 'form' });
    expect(await numbers(`list=${list}`)).toEqual([3]);
  });

  test('is paged by number', async () => {
    const first = (await rig.ask('GET', '/v1/contacts?limit=2')).json();
    expect(first.next).toBe(numberAt(3));
    const second = (
      await rig.ask('GET', `/v1/contacts?limit=2&cursor=${encodeURIComponent(first.next)}`)
    ).json();
    expect(second).toMatchObject({ items: [{ number: numberAt(200) }], next: null });
    expect((await rig.ask('GET', `/v1/contacts?limit=2&cursor=${first.next}`)).json()).toEqual(second);
  });

  test.each(['number=336', 'cursor=x', 'limit=0', 'list=x', 'nom=x', 'name='])(
    'is refused with the query ?%s',
    async (query) => {
      expect((await rig.ask('GET', `/v1/contacts?${query}`)).statusCode).toBe(422);
    },
  );
});
