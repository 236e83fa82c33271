import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NO_NUMBER } from '../../../src/domain/messages/msisdn.ts';
import { forgetPeople, numberAt } from '../../support/people/people.ts';
import { PeopleRig } from '../../support/people/people-rig.ts';

let rig: PeopleRig;
beforeAll(async () => {
  rig = await PeopleRig.open();
});
beforeEach(() => forgetPeople(rig.disk.path));
afterAll(() => rig.close());

const errorsOf = (response: { json(): { errors?: { path: string; message: string }[] } }) =>
  response.json().errors?.map(({ path, message }) => `${path} ${message}`);

const square = [
  [48.6, -2.1],
  [48.7, -2.1],
  [48.7, -1.9],
  [48.6, -1.9],
  [48.6, -2.1],
];

describe.each([
  ['/v1/lists', { kind: 'information' }, { kind: 'emergency' }],
  ['/v1/segments', { rule: { field: 'language', op: 'eq', value: 'fr' } }, { rule: { list: 1 } }],
  ['/v1/areas', { shape: { polygon: square } }, { shape: { circle: { lat: 48.65, lon: -2, radiusKm: 3 } } }],
])('the resources of %s', (path, one, other) => {
  test('are created, read, replaced and removed, and a change that names an old version is answered 412', async () => {
    const made = await rig.ask('POST', path, { name: 'the first', ...one });
    expect(made.statusCode).toBe(201);
    expect(made.json()).toMatchObject({ name: 'the first', ...one, version: 1 });
    const url = String(made.headers['location']);
    const read = await rig.ask('GET', url);
    expect(read.json()).toEqual(made.json());
    expect(read.headers['etag']).toBe('"1"');
    const replaced = await rig.ask('PUT', url, { name: 'renamed', ...other }, { 'if-match': '"1"' });
    expect(replaced.json()).toMatchObject({ name: 'renamed', ...other, version: 2 });
    expect((await rig.ask('PUT', url, { name: 'x', ...one }, { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await rig.ask('DELETE', url, undefined, { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await rig.ask('DELETE', url, undefined, { 'if-match': '"2"' })).statusCode).toBe(204);
    expect((await rig.ask('GET', url)).statusCode).toBe(404);
    expect((await rig.ask('PUT', url, { name: 'x', ...one })).statusCode).toBe(404);
    expect((await rig.ask('DELETE', url)).statusCode).toBe(404);
    const kind = path.slice('/v1/'.length, -1);
    const filter = {
      actor: undefined,
      action: undefined,
      subject: `${kind}:${made.json().id}`,
      since: undefined,
    };
    const log = await rig.disk.store.audit(filter, { limit: 10, cursor: undefined });
    expect(log.items.map(({ action }) => action).sort()).toEqual([
      `${kind}.change`,
      `${kind}.create`,
      `${kind}.remove`,
    ]);
  });

  test('have unique names', async () => {
    const id = await rig.make(path, { name: 'mine', ...one });
    const second = await rig.make(path, { name: 'yours', ...one });
    expect((await rig.ask('POST', path, { name: 'mine', ...one })).statusCode).toBe(409);
    const renamed = await rig.ask('PUT', `${path}/${second}`, { name: 'mine', ...one });
    expect(renamed.json()).toMatchObject({ type: 'urn:tocsin:problem:name-taken' });
    expect((await rig.ask('PUT', `${path}/${id}`, { name: 'mine', ...other })).statusCode).toBe(200);
  });

  test('are listed, oldest first, page by page', async () => {
    await rig.make(path, { name: 'last but one', ...one });
    await rig.make(path, { name: 'last', ...one });
    const names: string[] = [];
    for (let cursor = ''; ; ) {
      const page = (await rig.ask('GET', `${path}?limit=1${cursor}`)).json();
      names.push(...page.items.map(({ name }: { name: string }) => name));
      if (page.next === null) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(names.slice(-2)).toEqual(['last but one', 'last']);
  });
});

describe('a segment is refused', () => {
  test.each<[unknown, RegExp]>([
    [undefined, /rule/],
    [{}, /rule has none of the forms/],
    [{ and: [] }, /rule.and/],
    [{ field: 'prénom', op: 'eq', value: 'x' }, /rule.field is none of number, name/],
    [{ field: 'attributes.', op: 'exists' }, /rule.field/],
    [{ field: 'attributes.a"b', op: 'exists' }, /rule.field/],
    [{ field: 'name', op: 'like', value: 'x' }, /rule/],
    [{ field: 'name', op: 'in', value: 'x' }, /rule.value/],
    [{ field: 'name', op: 'in', value: [] }, /rule.value/],
    [{ field: 'name', op: 'lt', value: true }, /rule/],
    [{ and: [{ list: 1 }, { or: [{ list: 'x' }] }] }, /rule.and\[1\].or\[0\].list/],
    [{ list: 1, area: 2 }, /rule/],
    [{ or: Array.from({ length: 201 }, () => ({ list: 1 })) }, /more than 200 conditions/],
  ])('if its rule is invalid (case %#)', async (rule, error) => {
    const response = await rig.ask('POST', '/v1/segments', { name: 'bad', rule });
    expect(response.statusCode).toBe(422);
    expect(errorsOf(response)?.join('\n')).toMatch(error);
  });
});

test.each([
  [100_000, 400, 'nests deeper than 500 levels'],
  [400, 422, 'is nested deeper than 10, or has more than 200 conditions'],
])(
  'a rule nested %i deep is refused with %i, like anything else of that depth',
  async (levels, status, why) => {
    const deep = `${'{"not":'.repeat(levels)}{"list":1}${'}'.repeat(levels)}`;
    const body = `{"name":"deep","rule":${deep}}`;
    const response = await rig.ask('POST', '/v1/segments', body, { 'content-type': 'application/json' });
    expect(response.statusCode).toBe(status);
    expect(response.body).toContain(why);
  },
);

describe('an area is refused', () => {
  test.each<[unknown, RegExp]>([
    [{ polygon: square.slice(0, 3) }, /shape a polygon has at least 4 points/],
    [{ polygon: square.slice(0, 4) }, /shape a polygon is closed/],
    [{ polygon: [[48, 2, 1]] }, /shape.polygon\[0\]/],
    [{ polygon: 'x' }, /shape.polygon/],
    [{ circle: { lat: 48, lon: 2, radiusKm: -1 } }, /a radius/],
    [{ circle: { lat: 48, lon: 2 } }, /shape.circle.radiusKm is missing/],
    [{ postalCodes: [] }, /no postal code/],
    [{ everywhere: true }, /shape has none of the forms/],
    [{ polygon: square, postalCodes: ['35400'] }, /shape/],
  ])('with the shape %j', async (shape, error) => {
    const response = await rig.ask('POST', '/v1/areas', { name: 'bad', shape });
    expect(response.statusCode).toBe(422);
    expect(errorsOf(response)?.join('\n')).toMatch(error);
  });
});

describe('the members of a list', () => {
  test('are contacts with their consent, its time and its evidence', async () => {
    const list = await rig.make('/v1/lists', { name: 'members', kind: 'information' });
    await rig.make('/v1/contacts', { number: numberAt(1) });
    await rig.make('/v1/contacts', { number: numberAt(2) });
    const url = `/v1/lists/${list}/members`;
    const put = await rig.ask('PUT', `${url}/${numberAt(2)}`, {
      consent: 'given',
      consentSource: 'form 17',
      consentAt: '2025-06-01T10:00:00+02:00',
    });
    expect(put.json()).toEqual({
      number: numberAt(2),
      consent: 'given',
      consentSource: 'form 17',
      consentAt: '2025-06-01T08:00:00.000Z',
    });
    await rig.ask('PUT', `${url}/${numberAt(1)}`, { consentSource: 'taken over' });
    await rig.ask('PUT', `${url}/${numberAt(1)}`, { consent: 'refused', consentSource: 'telephone' });
    const first = (await rig.ask('GET', `${url}?limit=1`)).json();
    expect(first).toMatchObject({
      total: 2,
      next: numberAt(1),
      items: [{ consent: 'refused', consentSource: 'telephone', consentAt: '2026-01-01T00:00:00.000Z' }],
    });
    const second = (await rig.ask('GET', `${url}?cursor=${encodeURIComponent(first.next)}`)).json();
    expect(second).toMatchObject({ items: [{ number: numberAt(2) }], next: null });
    expect((await rig.ask('DELETE', `${url}/${numberAt(1)}`)).statusCode).toBe(204);
    expect((await rig.ask('DELETE', `${url}/${numberAt(1)}`)).statusCode).toBe(404);
    expect((await rig.ask('GET', url)).json().total).toBe(1);
  });

  test('cannot be unknown contacts, and a list that does not exist has none', async () => {
    const list = await rig.make('/v1/lists', { name: 'strangers', kind: 'emergency' });
    await rig.make('/v1/contacts', { number: numberAt(1) });
    const body = { consentSource: 'x' };
    expect((await rig.ask('PUT', `/v1/lists/${list}/members/${numberAt(7)}`, body)).statusCode).toBe(404);
    expect((await rig.ask('PUT', `/v1/lists/999/members/${numberAt(1)}`, body)).statusCode).toBe(404);
    expect((await rig.ask('GET', '/v1/lists/999/members')).statusCode).toBe(404);
    expect((await rig.ask('PUT', `/v1/lists/${list}/members/${numberAt(1)}`, {})).statusCode).toBe(422);
    expect((await rig.ask('PUT', `/v1/lists/${list}/members/112`, body)).statusCode).toBe(422);
  });

  test('are kept while their list is in the bin', async () => {
    const list = await rig.make('/v1/lists', { name: 'going', kind: 'emergency' });
    await rig.make('/v1/contacts', { number: numberAt(1) });
    await rig.ask('PUT', `/v1/lists/${list}/members/${numberAt(1)}`, { consentSource: 'x' });
    await rig.ask('DELETE', `/v1/lists/${list}`);
    expect((await rig.ask('GET', `/v1/lists/${list}/members`)).statusCode).toBe(404);
    expect(await rig.disk.store.members.count(list)).toBe(1);
  });
});

describe('opt-outs', () => {
  test('are recorded with their evidence, listed, and taken back', async () => {
    const list = await rig.make('/v1/lists', { name: 'left', kind: 'emergency' });
    const noted = await rig.ask('POST', '/v1/opt-outs', { number: numberAt(1), evidence: 'by telephone' });
    expect(noted.statusCode).toBe(201);
    expect(noted.json()).toEqual({
      number: numberAt(1),
      list: null,
      source: 'operator',
      evidence: 'by telephone',
      at: '2026-01-01T00:00:00.000Z',
    });
    await rig.ask('POST', '/v1/opt-outs', { number: numberAt(2), list, evidence: 'by letter' });
    const again = await rig.ask('POST', '/v1/opt-outs', { number: numberAt(2), list, evidence: 'by mail' });
    expect(again.json()).toMatchObject({ evidence: 'by letter' });
    await rig.ask('POST', '/v1/opt-outs', { number: numberAt(2), evidence: 'of all' });
    const seen: unknown[] = [];
    for (let cursor = ''; ; ) {
      const page = (await rig.ask('GET', `/v1/opt-outs?limit=1${cursor}`)).json();
      seen.push(...page.items.map((one: { number: string; list: number | null }) => [one.number, one.list]));
      if (page.next === null) break;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
    expect(seen).toEqual([
      [numberAt(1), null],
      [numberAt(2), null],
      [numberAt(2), list],
    ]);
    expect((await rig.ask('GET', `/v1/opt-outs?list=${list}`)).json().items).toHaveLength(1);
    expect((await rig.ask('DELETE', `/v1/opt-outs/${numberAt(2)}?list=${list}`)).statusCode).toBe(204);
    expect((await rig.ask('DELETE', `/v1/opt-outs/${numberAt(2)}?list=${list}`)).statusCode).toBe(404);
    expect((await rig.ask('DELETE', `/v1/opt-outs/${numberAt(2)}`)).statusCode).toBe(204);
    expect((await rig.ask('GET', '/v1/opt-outs')).json().items).toMatchObject([{ number: numberAt(1) }]);
  });

  test.each([
    [{ number: numberAt(1) }, 422],
    [{ number: '06399', evidence: 'x' }, 422],
    [{ number: numberAt(1), list: 0, evidence: 'x' }, 422],
    [{ number: numberAt(1), list: 999, evidence: 'x' }, 404],
  ])('with the body %j are refused', async (body, status) => {
    expect((await rig.ask('POST', '/v1/opt-outs', body)).statusCode).toBe(status);
  });
});

describe('counting an audience', () => {
  test('gives the number of persons, the reasons for suppressed ones, and the languages of the others', async () => {
    const list = await rig.make('/v1/lists', { name: 'counted', kind: 'emergency' });
    for (const n of [1, 2, 3]) {
      await rig.make('/v1/contacts', { number: numberAt(n), ...(n === 1 ? {} : { language: 'fr' }) });
      await rig.ask('PUT', `/v1/lists/${list}/members/${numberAt(n)}`, { consentSource: 'x' });
    }
    await rig.ask('POST', '/v1/opt-outs', { number: numberAt(3), evidence: 'x' });
    const audience = { include: [{ list }], exclude: [{ numbers: [numberAt(1)] }] };
    const count = await rig.ask('POST', '/v1/audiences/count', { audience });
    expect(count.json()).toEqual({
      people: 2,
      suppressed: { optedOut: 1, noConsent: 0 },
      byLanguage: { fr: 1 },
      missing: [],
      warnings: [],
    });
    const anyway = await rig.ask('POST', '/v1/audiences/count', { audience, overrideOptOut: true });
    expect(anyway.json()).toMatchObject({ suppressed: { optedOut: 0 }, byLanguage: { fr: 2 } });
    const gone = { include: [{ list }, { segment: 999 }] };
    expect((await rig.ask('POST', '/v1/audiences/count', { audience: gone })).json()).toMatchObject({
      people: 0,
      missing: ['segment 999'],
    });
  });

  test.each([
    [{ audience: {} }, ['audience.include is missing']],
    [
      { audience: { include: [{ everybody: true }] } },
      ['audience.include[0] has none of the forms that are known here'],
    ],
    [
      { audience: { include: [{ shape: { polygon: square.slice(1) } }] } },
      ['audience.include[0].shape a polygon is closed: its last point is the same as its first'],
    ],
    [{ audience: { include: [{ numbers: ['112'] }] } }, [`audience.include[0].numbers[0] ${NO_NUMBER}`]],
  ])('with the body %j is refused', async (body, errors) => {
    const response = await rig.ask('POST', '/v1/audiences/count', body);
    expect(response.statusCode).toBe(422);
    expect(errorsOf(response)).toEqual(errors);
  });
});
