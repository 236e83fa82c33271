import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloads, ownRecord, peopleReads } from '../../../../src/http/server/acts.ts';
import { type Act, currentAct } from '../../../../src/kernel/acts/acting.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';
import { PeopleRig } from '../../../support/people/people-rig.ts';
import { chainIn } from '../../../support/store/chain.ts';

let rig: HttpRig;
beforeEach(() => {
  rig = new HttpRig();
});
afterEach(() => rig.app.close());

/** The GET routes that show nobody who is written to, and no words of theirs. */
const SHOW_NOBODY =
  `/ /.well-known/security.txt /console /console/* /console/about/* /console/assets/* /console/icons/*
  /docs /docs/json /docs/static/* /docs/static/index.html /docs/static/swagger-initializer.js
  /docs/yaml /healthz /metrics /openapi.json /readyz /v1/alarms /v1/alarms/kinds /v1/alerts /v1/alerts/:id /v1/alerts/:id/cap
  /v1/alerts/:id/notes /v1/alerts/:id/report /v1/alerts/:id/survey /v1/alerts/:id/tests
  /v1/approvals/delegations /v1/areas /v1/areas/:id /v1/audit /v1/audit/head /v1/bin /v1/cap.atom /v1/cap/messages
  /v1/cap/messages/:id /v1/cell-broadcasts /v1/drills /v1/drills/:id /v1/drills/:id/runs /v1/drills/:id/runs/:run
  /v1/ears /v1/imports /v1/imports/:id /v1/keywords /v1/keywords/:id /v1/launch-codes /v1/outlook /v1/lists
  /v1/lists/:id /v1/map /v1/map/tiles /v1/people/:number/export /v1/reach /v1/reload /v1/reports/compare /v1/reports/over-time /v1/retention
  /v1/rosters /v1/rosters/:id /v1/rosters/:id/calendar /v1/rosters/:id/now /v1/routes /v1/routes/:id /v1/routes/:id/check
  /v1/routes/:id/trace /v1/scenarios /v1/scenarios/:id /v1/schedules /v1/schedules/:id /v1/schedules/:id/launches
  /v1/segments /v1/segments/:id /v1/senders /v1/session /v1/session/oidc /v1/session/oidc/callback
  /v1/session/oidc/confirm /v1/session/oidc/provider /v1/session/passkeys /v1/sessions /v1/templates /v1/templates/:id
  /v1/templates/library /v1/tokens /v1/triggers /v1/pending-acts /v1/users /v1/users/:name /v1/users/:name/identity
  /v1/webhooks /v1/webhooks/:id /v1/webhooks/:id/deliveries
  /v1/webhooks/:id/deliveries/:delivery`.split(/\s+/);

interface Answered {
  readonly act: Act | null;
}

/** Answers every route with the act in which its handler runs. */
const walk = async (): Promise<Map<string, { readonly act: Act | undefined; readonly noted: number }>> => {
  const routes: string[] = [];
  rig.app.addHook('onRoute', (route) => {
    for (const one of [route.method].flat())
      if (one !== 'HEAD' && one !== 'OPTIONS') routes.push(`${one} ${route.url}`);
    if (route.url.startsWith('/docs')) return;
    route.schema = { hide: true };
    route.handler = async (_request, reply) => reply.send({ act: currentAct() ?? null });
  });
  await rig.app.ready();
  const found = new Map<string, { readonly act: Act | undefined; readonly noted: number }>();
  for (const route of routes) {
    const [method = '', url = ''] = route.split(' ');
    const before = rig.audit.acts.length;
    const response = await rig.ask('admin', method as 'GET', url.replaceAll(/:\w+|\*/g, '1'));
    if (response.statusCode === 405) continue;
    const noted = rig.audit.acts.length - before;
    const json = response.headers['content-type']?.includes('json')
      ? (response.json() as Answered)
      : undefined;
    found.set(route, { act: json?.act ?? undefined, noted });
  }
  return found;
};

/** No token has a session: `test/unit/http/v1/sign-in/same-person.test.ts` shows the entries of these. */
const OF_SESSIONS = /^\w+ \/v1\/sessions?(?:\/|$)/;

test('every route that may change something is handled on behalf of who asks, with an entry in the commit', async () => {
  const found = await walk();
  const changing = [...found].filter(
    ([route]) => !route.startsWith('GET ') && !route.includes('/docs') && !OF_SESSIONS.test(route),
  );
  expect(changing.length).toBeGreaterThan(60);
  const without = changing.filter(([, { act }]) => act === undefined).map(([route]) => route);
  expect(without).toEqual([...ownRecord]);
  for (const [route, { act }] of changing)
    if (act !== undefined) expect(act).toMatchObject({ actor: { id: 'admin' }, subject: `api:${route}` });
  expect(new Set(changing.map(([, { act }]) => act?.serial)).size).toBe(changing.length);
});

test('every route that shows people notes it before the answer, and every other GET is known to show nobody', async () => {
  const found = [...(await walk())];
  const gets = found.filter(([route]) => route.startsWith('GET '));
  expect(
    found
      .filter(([, { noted }]) => noted > 0)
      .map(([route]) => route)
      .toSorted(),
  ).toEqual([...peopleReads, ...downloads].toSorted());
  expect(
    gets
      .filter(([, { noted }]) => noted === 0)
      .map(([route]) => route.slice(4))
      .toSorted(),
  ).toEqual(SHOW_NOBODY.toSorted());
});

test('the same list of people is noted once in ten minutes for each who reads it', async () => {
  for (const role of ['operator', 'operator', 'viewer'] as const) await rig.ask(role, 'GET', '/v1/inbox');
  expect(rig.audit.acts.map(({ actor, subject }) => `${actor} ${subject}`)).toEqual([
    'the operator api:GET /v1/inbox',
    'the viewer api:GET /v1/inbox',
  ]);
  await rig.clock.advance(600_000);
  await rig.ask('operator', 'GET', '/v1/inbox');
  expect(rig.audit.acts).toHaveLength(3);
});

test('people can be seen while the disk is full, and are not given out as a file', async () => {
  rig.audit.outOfReach = true;
  expect((await rig.ask('operator', 'GET', '/v1/inbox')).statusCode).toBe(200);
  expect((await rig.ask('operator', 'GET', '/v1/contacts.csv')).statusCode).toBe(503);
});

test('a refused call is noted, counted, and in a flood only the first ones are noted', async () => {
  for (let n = 0; n < 50; n++) await rig.ask('sender', 'GET', '/v1/tokens');
  expect(rig.audit.acts).toHaveLength(20);
  expect(rig.audit.acts[0]).toMatchObject({
    actor: 'the sender',
    action: 'api.refuse',
    subject: 'api:GET /v1/tokens',
    detail: { problem: 'forbidden' },
  });
  expect(rig.refused).toHaveLength(50);
  expect(rig.log.filter(({ level }) => level === 'warn')).toHaveLength(1);
});

test('a refusal is answered as such, also when the disk takes no entry', async () => {
  rig.audit.outOfReach = true;
  expect((await rig.ask('sender', 'GET', '/v1/tokens')).statusCode).toBe(403);
});

test('after ten wrong tokens an address is told to wait, and a valid token from there still passes at once', async () => {
  const guess = () => rig.app.inject({ url: '/v1/routes', headers: { authorization: 'Bearer guess' } });
  for (let n = 0; n < 10; n++) expect((await guess()).statusCode).toBe(401);
  const response = await guess();
  expect([response.statusCode, response.headers['retry-after']]).toEqual([429, '2']);
  expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:too-many-wrong-tokens' });
  for (let n = 0; n < 30; n++) await guess();
  expect((await guess()).headers['retry-after']).toBe('900');
  expect((await rig.ask('viewer', 'GET', '/v1/routes')).statusCode).toBe(200);
  expect(rig.refused.filter((why) => why === 'token')).toHaveLength(42);
  await rig.clock.advance(15 * 60_000 + 1);
  expect((await guess()).statusCode).toBe(401);
});

test('a change is in the log also if its own entry can not be written any more', async () => {
  const people = await PeopleRig.open();
  try {
    people.disk.store.addAudit = () => Promise.reject(new Error('the process ends here'));
    expect((await people.ask('POST', '/v1/lists', { name: 'Riverains', kind: 'emergency' })).statusCode).toBe(
      500,
    );
    expect(chainIn(people.disk.path).rows).toMatchObject([
      { action: 'api.change', subject: 'api:POST /v1/lists', actor: 'operator' },
    ]);
  } finally {
    await people.close();
  }
});
