import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DrillRig } from '../../support/alerts/drills.ts';
import { HttpRig } from '../../support/http/http-rig.ts';
import { numberOf } from '../../support/store/messages.ts';

let rig: DrillRig;
let http: HttpRig;
beforeEach(async () => {
  rig = await DrillRig.open();
  const { store } = rig.disk;
  http = new HttpRig(undefined, {
    drills: { repository: store.drills, service: rig.drills },
    answers: store,
  });
});
afterEach(async () => {
  await http.app.close();
  await rig.close();
});

const body = {
  name: 'Nuit',
  cron: '0 3 * * 1',
  timeZone: 'Europe/Paris',
  numbers: [numberOf(1)],
  text: 'EXERCICE - ne rien faire',
};

const create = (own: object = {}) => http.ask('operator', 'POST', '/v1/drills', { ...body, ...own });
const run = (headers = {}) => http.ask('operator', 'POST', '/v1/drills/1/run', undefined, headers);

/** The paths of the fields with errors. */
const wrongIn = async (own: object): Promise<readonly string[]> => {
  const response = await create(own);
  expect(response.statusCode).toBe(422);
  return response.json().errors.map(({ path }: { path: string }) => path);
};

describe('a drill over HTTP', () => {
  test('is created with defaults, and recorded in the audit log without its numbers', async () => {
    const made = await create();
    expect(made.statusCode).toBe(201);
    expect(made.headers['location']).toBe('/v1/drills/1');
    expect(made.json()).toEqual({
      id: 1,
      ...body,
      enabled: true,
      grace: 'PT5M',
      routes: null,
      priority: 'normal',
      within: 'PT5M',
      until: 'delivered',
      next: '2026-01-05T02:00:00.000Z',
      alarm: null,
      running: null,
      last: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      version: 1,
    });
    expect(http.audit.notes).toMatchObject([{ action: 'drill.create', subject: 'drill:1' }]);
    expect(JSON.stringify(http.audit.notes)).not.toContain(numberOf(1));
  });

  test('is read by viewers, and changed only by operators and admins', async () => {
    await create();
    for (const [method, url] of [
      ['POST', '/v1/drills'],
      ['PUT', '/v1/drills/1'],
      ['DELETE', '/v1/drills/1'],
      ['POST', '/v1/drills/1/run'],
    ] as const) {
      for (const role of ['sender', 'viewer', 'approver'] as const)
        expect((await http.ask(role, method, url, body)).statusCode, `${role} ${method} ${url}`).toBe(403);
      expect((await http.ask(undefined, method, url, body)).statusCode).toBe(401);
    }
    for (const url of ['/v1/drills', '/v1/drills/1', '/v1/drills/1/runs']) {
      expect((await http.ask('viewer', 'GET', url)).statusCode).toBe(200);
      expect((await http.ask('sender', 'GET', url)).statusCode).toBe(403);
    }
  });

  test('is changed and deleted only in the version that the client read', async () => {
    await create();
    const put = (match: string) =>
      http.ask('admin', 'PUT', '/v1/drills/1', { ...body, until: 'sent' }, { 'if-match': match });
    expect((await put('"2"')).statusCode).toBe(412);
    expect((await put('"1"')).json()).toMatchObject({ version: 2, until: 'sent' });
    const remove = (match: string) =>
      http.ask('admin', 'DELETE', '/v1/drills/1', undefined, { 'if-match': match });
    expect((await remove('"1"')).statusCode).toBe(412);
    expect((await remove('"2"')).statusCode).toBe(204);
    expect((await http.ask('viewer', 'GET', '/v1/drills/1')).statusCode).toBe(404);
    expect((await http.ask('viewer', 'GET', '/v1/drills/1/runs')).statusCode).toBe(404);
    expect((await run()).statusCode).toBe(404);
  });

  test('is refused with all errors at once', async () => {
    const wrong = {
      name: '',
      cron: '* * * * * *',
      timeZone: 'Mars',
      numbers: ['0639980001'],
      text: 'Crue : montez',
      routes: ['nowhere'],
      priority: 'urgent',
      within: 'PT1S',
      until: 'read',
      grace: 'P9D',
      enabled: 'yes',
      extra: 1,
    };
    expect((await wrongIn(wrong)).toSorted()).toEqual(
      Object.keys(wrong)
        .map((key) => ({ numbers: 'numbers[0]', routes: 'routes[0]' })[key] ?? key)
        .toSorted(),
    );
  });

  test.each([
    ['no number', { numbers: [] }, ['numbers']],
    ['51 numbers', { numbers: Array.from({ length: 51 }, (_, n) => numberOf(n)) }, ['numbers']],
    ['a number twice', { numbers: [numberOf(1), numberOf(2), numberOf(1)] }, ['numbers[2]']],
    ['a number that is an object', { numbers: [{}] }, ['numbers[0]']],
    ['a text that says "this is no exercise"', { text: 'EXERCICE. Ceci n’est pas un exercice.' }, ['text']],
    ['a text with a control character', { text: 'EXERCICE\u0000' }, ['text']],
    ['a text with half a surrogate pair', { text: 'EXERCICE \ud800' }, ['text']],
    ['a text that is too long', { text: `EXERCICE ${'x'.repeat(1600)}` }, ['text']],
    ['an empty list of routes', { routes: [] }, ['routes']],
    ['a route twice', { routes: ['orange', 'orange'] }, ['routes[1]']],
    ['a route named __proto__', { routes: ['__proto__'] }, ['routes[0]']],
    ['a cron rule for 30 February', { cron: '0 0 30 2 *' }, ['cron']],
    ['a time limit of two days', { within: 'P2D' }, ['within']],
  ])('is refused with %s', async (_name, own, paths) => {
    expect(await wrongIn(own)).toEqual(paths);
  });

  test.each(['null', '[]', '"x"', '{', '{"name":{"a":1}}'])('is refused if the body is %s', async (text) => {
    const headers = { 'content-type': 'application/json' };
    const response = await http.ask('operator', 'POST', '/v1/drills', text, headers);
    expect([400, 422]).toContain(response.statusCode);
  });

  test('is run on demand once for an idempotency key, and refused while a run is under way', async () => {
    await create({ enabled: false });
    const begun = await run({ 'idempotency-key': 'k1' });
    expect(begun.statusCode).toBe(202);
    expect(begun.headers['location']).toBe('/v1/drills/1/runs/1');
    expect(begun.json()).toMatchObject({
      run: 1,
      result: 'running',
      startedBy: { kind: 'system', id: 'operator', name: 'the operator' },
      plannedAt: null,
      messages: [
        { route: 'modem-1', number: numberOf(1), outcome: 'waiting', endToEndMs: null, deliveredAt: null },
        { route: 'orange', message: expect.stringMatching(/^\w{11}$/) },
      ],
    });
    const again = await run({ 'idempotency-key': 'k1' });
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([202, 'true']);
    const refused = await run();
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({ type: 'urn:tocsin:problem:drill-running', run: 1 });
    expect(rig.queued).toHaveLength(2);
    expect((await http.ask('viewer', 'GET', '/v1/drills/1')).json()).toMatchObject({ running: 1 });
    expect(http.audit.notes.at(-1)).toMatchObject({ action: 'drill.run', detail: { run: 1 } });
  });

  test('shows its alarm, and the results of its runs by route and number', async () => {
    await create({ enabled: false });
    await run();
    await rig.disk.clock.advance(400);
    await rig.deliver('orange');
    await rig.untilFinished(1, 1);
    const reason = 'modem-1: 1 of 1 not delivered within 300 s; queued';
    expect((await http.ask('viewer', 'GET', '/v1/drills/1')).json()).toMatchObject({
      alarm: reason,
      running: null,
      last: {
        run: 1,
        result: 'failed',
        routes: [
          { route: 'modem-1', result: 'failed', arrived: 0, medianMs: null, worstMs: null },
          { route: 'orange', result: 'passed', arrived: 1, medianMs: 400, worstMs: 400 },
        ],
      },
    });
    const listed = (await http.ask('viewer', 'GET', '/v1/drills/1/runs?limit=1')).json();
    expect((await http.ask('viewer', 'GET', '/v1/drills/1/runs?limit=1000')).json()).toMatchObject(listed);
    expect(listed).toMatchObject({ items: [{ run: 1, messages: [{ outcome: 'failed' }, {}] }], next: null });
    expect(listed.items[0].messages[1]).toMatchObject({
      outcome: 'arrived',
      acceptedAt: '2026-01-01T00:00:00.000Z',
      deliveredAt: '2026-01-01T00:00:00.400Z',
      endToEndMs: 400,
      reason: null,
    });
    expect((await http.ask('viewer', 'GET', '/v1/drills/1/runs/1')).json()).toEqual(listed.items[0]);
  });

  test.each([
    '/v1/drills/1/runs/2',
    '/v1/drills/2/runs/1',
    '/v1/drills/1/runs/x',
    '/v1/drills/1/runs?limit=1001',
    '/v1/drills/1/runs?cursor=x',
    '/v1/drills/9007199254740993',
  ])('is answered 404 or 422 for the URL %s', async (url) => {
    await create();
    expect([404, 422]).toContain((await http.ask('viewer', 'GET', url)).statusCode);
  });
});
