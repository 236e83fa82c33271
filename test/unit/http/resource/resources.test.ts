import { beforeEach, expect, test } from 'vitest';
import { alert, HttpRig } from '../../../support/http/http-rig.ts';

let rig: HttpRig;
beforeEach(() => {
  rig = new HttpRig();
});

test('routes are listed with their measurements, null where there are none, and the modem of a modem route', async () => {
  const response = await rig.ask('viewer', 'GET', '/v1/routes');
  const quarantine = { since: '2026-01-01T06:00:00.000Z', reason: 'invalid PDU (+CMS ERROR: 304)' };
  expect(response.json()).toEqual({
    items: [
      {
        id: 'orange',
        type: 'smpp',
        state: 'up',
        reason: null,
        rate: 12.5,
        since: '2026-01-01T00:00:00.000Z',
        contractedRate: 500,
        share: 300,
        foundLimit: 120,
        places: [
          { tier: 1, tiers: 2, prefixes: ['+33'], priorities: ['critical'] },
          { tier: 2, tiers: 2, prefixes: null, priorities: null },
        ],
        latencyMs: 31,
        backlog: 7,
        eta: { critical: 0.03, high: 0.03, normal: 0.03, low: 0.09 },
        inFlight: 3,
        sentToday: 1200,
        quarantine: null,
        receiptId: 'hex',
        refusals: [
          { status: 'ESME_RMSGQFUL', count: 0 },
          { status: 'ESME_RTHROTTLED', count: 4 },
        ],
      },
      {
        id: 'modem-1',
        type: 'modem',
        state: 'down',
        reason: 'no such device',
        rate: 0,
        since: null,
        contractedRate: null,
        foundLimit: null,
        places: [],
        latencyMs: null,
        backlog: 0,
        eta: { critical: null, high: null, normal: null, low: null },
        inFlight: 0,
        sentToday: 0,
        quarantine,
        modem: {
          manufacturer: 'Quectel',
          model: 'EC25',
          firmware: 'EC25EFAR06A01M4G',
          profile: 'quectel-ec25',
          imei: '490154203237518',
          iccid: '8933…0018',
          imsi: '20801…',
          ownNumber: '+33639980042',
          serviceCentre: '+33199000001',
          operator: null,
          registration: { cs: 'searching', ps: null, eps: null, fiveG: null },
          technology: null,
          signal: {
            dbm: -71,
            rsrp: -90,
            rsrq: null,
            history: [{ at: '2026-01-01T00:00:00.000Z', dbm: -71.5, lowestDbm: -73, rsrp: -90, rsrq: null }],
          },
          temperature: 31.8,
          sim: {
            slot: null,
            left: { perMinute: 4, perHour: null, perDay: 0, perMonth: null, recipientsPerMonth: 99 },
            balance: {
              amount: 10.5,
              readAt: '2026-01-01T00:00:00.000Z',
              askedAt: '2026-01-01T00:15:00.000Z',
              problem: 'the network timed out',
            },
          },
          quarantine,
          signalDbm: -71,
          simLimitLeft: null,
        },
      },
    ],
    next: null,
  });
});

test('one route is returned by its id', async () => {
  expect((await rig.ask('viewer', 'GET', '/v1/routes/modem-1')).json()).toMatchObject({ id: 'modem-1' });
});

test('a route is disabled and enabled, and each answer shows its state after the change', async () => {
  const off = await rig.ask('operator', 'POST', '/v1/routes/orange/disable');
  expect(off.statusCode).toBe(200);
  expect(off.json()).toMatchObject({ id: 'orange', state: 'disabled' });
  const on = await rig.ask('operator', 'POST', '/v1/routes/orange/enable');
  expect(on.json()).toMatchObject({ id: 'orange', state: 'down' });
});

test.each([
  ['GET', '/v1/routes/nowhere'],
  ['POST', '/v1/routes/nowhere/enable'],
  ['POST', '/v1/routes/nowhere/disable'],
  ['POST', '/v1/routes/nowhere/test'],
] as const)('%s %s of an unknown route is answered 404', async (method, url) => {
  const response = await rig.ask(
    'operator',
    method,
    url,
    url.endsWith('test') ? { to: alert.to } : undefined,
  );
  expect(response.statusCode).toBe(404);
  expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:not-found' });
});

test('a test of a route sends a message of priority high by this route alone, and its text names the route and the time', async () => {
  let input: unknown;
  const { accept } = rig.intake;
  rig.intake.accept = (asked, ...rest) => {
    input = asked;
    return accept.call(rig.intake, asked, ...rest);
  };
  const response = await rig.ask('operator', 'POST', '/v1/routes/orange/test', { to: alert.to });
  expect(response.statusCode).toBe(202);
  expect(response.headers['location']).toBe(`/v1/messages/${response.json().id}`);
  expect(input).toEqual({
    to: alert.to,
    text: 'Tocsin test by route orange, 2026-01-01T00:00:00.000Z',
    priority: 'high',
    routes: ['orange'],
  });
});

test('a test of a route that is repeated with its Idempotency-Key is sent once, though its text would have another time', async () => {
  const key = { 'idempotency-key': 't-1' };
  const first = await rig.ask('operator', 'POST', '/v1/routes/orange/test', { to: alert.to }, key);
  await rig.clock.advance(1000);
  const again = await rig.ask('operator', 'POST', '/v1/routes/orange/test', { to: alert.to }, key);
  expect(again.statusCode).toBe(202);
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(again.json().id).toBe(first.json().id);
  const other = await rig.ask('operator', 'POST', '/v1/routes/modem-1/test', { to: alert.to }, key);
  expect(other.json()).toMatchObject({ type: 'urn:tocsin:problem:idempotency-conflict' });
});

test('a test of a route with wrong fields is refused, and the error names all of them', async () => {
  const response = await rig.ask('operator', 'POST', '/v1/routes/orange/test', { text: 1, when: 2 });
  expect(response.statusCode).toBe(422);
  expect(response.json().errors.map(({ path }: { path: string }) => path)).toEqual(['to', 'text', 'when']);
});

test('a preview of a text shows how it would be sent: encoding, parts and characters left', async () => {
  const response = await rig.ask('sender', 'POST', '/v1/preview', { text: 'l’étage', transliterate: true });
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    text: "l'étage",
    encoding: 'gsm7',
    parts: 1,
    charactersLeft: 3,
    forcesUcs2: [],
    texts: ["l'étage"],
    warnings: [],
  });
  expect((await rig.ask('sender', 'POST', '/v1/preview', { text: 'l’étage' })).json().text).toBe('l’étage');
});

test.each([
  [{}, ['text']],
  [{ text: '' }, ['text']],
  [{ text: 5, transliterate: 'no', to: 'x' }, ['text', 'transliterate', 'to']],
])('a preview of the body %j is refused, and the error names the wrong fields', async (body, paths) => {
  const response = await rig.ask('sender', 'POST', '/v1/preview', body);
  expect(response.statusCode).toBe(422);
  expect(response.json().errors.map(({ path }: { path: string }) => path)).toEqual(paths);
});

test('the inbox lists messages from phones', async () => {
  const response = await rig.ask('viewer', 'GET', '/v1/inbox?limit=5&cursor=17');
  expect(response.json()).toEqual({
    items: [
      {
        id: 5,
        at: '2026-01-02T00:00:00.000Z',
        route: 'modem-1',
        from: '+33639980007',
        to: null,
        text: '1',
        handledAs: 'answer',
        alert: 7,
      },
    ],
    next: null,
  });
  expect(rig.reader.pages).toEqual([{ limit: 5, cursor: '17' }]);
});

test('GET /v1/inbox/aside lists what the inbox does not show, with the reason, without the octets', async () => {
  const response = await rig.ask('viewer', 'GET', '/v1/inbox/aside');
  expect(response.json()).toEqual({
    items: [
      {
        id: 3,
        at: '2026-01-02T00:00:00.000Z',
        route: 'modem-1',
        from: '1155',
        reason: 'a WAP push, for the phone itself (port 2948)',
        evidence: null,
      },
    ],
    next: null,
  });
});

test('receipts that match no message are listed with the reason and as they were received', async () => {
  const response = await rig.ask('viewer', 'GET', '/v1/receipts?unmatched=true');
  expect(response.json()).toMatchObject({
    items: [{ ref: '1F', to: null, why: 'ambiguous', evidence: 'id:1F stat:DELIVRD' }],
    next: '9',
  });
});

test('GET /v1/receipts lists the same receipts without its query, page by page', async () => {
  const all = await rig.ask('viewer', 'GET', '/v1/receipts?unmatched=true');
  const bare = await rig.ask('viewer', 'GET', '/v1/receipts');
  expect(bare.statusCode).toBe(200);
  expect(bare.json()).toEqual(all.json());
  expect((await rig.ask('viewer', 'GET', '/v1/receipts?limit=1&cursor=9')).statusCode).toBe(200);
  expect((await rig.ask('viewer', 'GET', '/v1/receipts?cursor=x')).statusCode).toBe(422);
  expect((await rig.ask('sender', 'GET', '/v1/receipts')).statusCode).toBe(403);
});

test.each(['?unmatched=false', '?unmatched=true&all=1'])(
  'GET /v1/receipts%s is refused, since only unmatched receipts can be listed',
  async (query) => {
    const response = await rig.ask('viewer', 'GET', `/v1/receipts${query}`);
    expect(response.statusCode).toBe(422);
  },
);

test('/healthz answers with the version', async () => {
  expect((await rig.ask(undefined, 'GET', '/healthz')).json()).toEqual({ status: 'ok', version: '1.2.3' });
});

test('/readyz is answered 200 while messages can be accepted, whatever the state of the routes', async () => {
  const response = await rig.ask(undefined, 'GET', '/readyz');
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({ ready: true, routesUp: ['orange'], routesDown: ['modem-1'] });
});

test('/readyz is answered 503 with the reason while no message can be accepted, and also lists the routes', async () => {
  rig.readiness = { ready: false, reason: 'no space left on device', routesUp: ['orange'], routesDown: [] };
  const response = await rig.ask(undefined, 'GET', '/readyz');
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe('5');
  expect(response.json()).toMatchObject({
    type: 'urn:tocsin:problem:not-ready',
    detail: 'no space left on device',
    ready: false,
    routesUp: ['orange'],
    routesDown: [],
  });
});
