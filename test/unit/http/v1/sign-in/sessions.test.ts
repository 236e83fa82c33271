import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Sessions } from '../../../../../src/access/sign-in/sessions.ts';
import { COMMAND_LINE } from '../../../../../src/access/tokens.ts';
import { bearer } from '../../../../support/http/http-rig.ts';
import { ELSEWHERE, PASSWORD, SignInRig } from '../../../../support/http/sign-in-rig.ts';

let rig: SignInRig;
beforeEach(async () => {
  rig = await SignInRig.open();
});
afterEach(() => rig.close());

const MINUTE = 60_000;
const problemOf = (response: { json(): { type: string } }) => response.json().type.replace(/^.*:/, '');

test('whoever signs in gets a cookie that scripts can not read, and is told who they are and for how long', async () => {
  await rig.user('Anna', 'operator', 'approver');
  const response = await rig.try('anna');
  expect(response.statusCode).toBe(200);
  expect(response.headers['set-cookie']).toMatch(
    /^tocsin_session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
  );
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.json()).toEqual({
    user: { id: 1, name: 'Anna', roles: ['operator', 'approver'], language: 'fr' },
    createdAt: '2026-01-01T00:00:00.000Z',
    expiresAt: '2026-01-01T00:30:00.000Z',
    csrf: expect.stringMatching(/^[\w-]{43}$/),
    mustChangePassword: false,
    confirmed: true,
    secondFactor: false,
    recoveryCodesLeft: 0,
  });
});

const pem = (name: string) => readFileSync(new URL(`../../../../fixtures/tls/${name}`, import.meta.url));

test.each([
  ['the gateway itself', { cert: pem('carrier.pem'), key: pem('carrier.key') }, undefined],
  ['a proxy', undefined, 'https://tocsin.example.org'],
] as const)(
  'where %s speaks TLS, the cookie is Secure, bound to the host by its name, and only an https page is ours',
  async (_who, tls, origin) => {
    await rig.close();
    rig = await SignInRig.open({}, tls, origin);
    const { headers } = await rig.try('Anna', await rig.make('Anna', 'viewer'));
    expect(headers['set-cookie']).toMatch(
      /^__Host-tocsin_session=[\w-]{43}; Path=\/; .*HttpOnly; SameSite=Strict; Secure$/,
    );
    const anna = { cookie: String(headers['set-cookie']).split(';', 1).join(), csrf: '' };
    const from = (page: string) =>
      rig.ask(anna, 'GET', '/v1/session', { headers: { origin: page, host: 'tocsin.example.org' } });
    expect((await from('https://tocsin.example.org')).statusCode).toBe(200);
    expect((await from('http://tocsin.example.org')).statusCode).toBe(403);
  },
);

test('a one-time password must be changed before anything else is done', async () => {
  const password = await rig.make('Anna', 'operator');
  const anna = await rig.signIn('Anna', password);
  const refused = await rig.ask(anna, 'GET', '/v1/routes');
  expect([refused.statusCode, problemOf(refused)]).toEqual([403, 'change-password']);
  expect(problemOf(await rig.ask(anna, 'GET', '/v1/sessions'))).toBe('change-password');
  const change = (next: string) =>
    rig.ask(anna, 'POST', '/v1/session/password', { body: { current: password, new: next } });
  for (const unfit of ['too short', password, 'motdepasse1234', 'x'.repeat(257)]) {
    expect((await change(unfit)).json().errors).toMatchObject([{ path: 'new' }]);
  }
  expect((await change(PASSWORD)).statusCode).toBe(204);
  expect((await rig.ask(anna, 'GET', '/v1/routes')).statusCode).toBe(200);
  expect((await rig.try('Anna', password)).statusCode).toBe(401);
});

test('a changed password ends the other sessions of the user, and not this one', async () => {
  const here = await rig.user('Anna', 'viewer');
  const there = await rig.signIn('Anna');
  const body = { current: PASSWORD, new: `${PASSWORD} et encore` };
  expect((await rig.ask(here, 'POST', '/v1/session/password', { body })).statusCode).toBe(204);
  expect((await rig.ask(there, 'GET', '/v1/session')).statusCode).toBe(401);
  expect((await rig.ask(here, 'GET', '/v1/session')).statusCode).toBe(200);
});

test('a session that changes something without its CSRF token is refused in words; reading needs none', async () => {
  const anna = await rig.user('Anna', 'operator');
  const other = await rig.signIn('Anna');
  for (const csrf of ['', 'wrong', other.csrf]) {
    const headers = { 'x-csrf-token': csrf };
    const refused = await rig.ask(anna, 'POST', '/v1/routes/orange/disable', { headers });
    expect([refused.statusCode, problemOf(refused)]).toEqual([403, 'wrong-csrf-token']);
    expect(refused.json().detail).toContain('x-csrf-token');
  }
  expect((await rig.ask(anna, 'POST', '/v1/routes/orange/disable')).statusCode).toBe(200);
  expect((await rig.ask({ ...anna, csrf: '' }, 'GET', '/v1/routes')).statusCode).toBe(200);
});

test.each(['https://evil.example', 'null', 'http://localhost:81', 'http://localhost:80.evil.example'])(
  'a request with a cookie from a page of another origin (%s) is refused, and so is its sign-in',
  async (origin) => {
    const anna = await rig.user('Anna', 'viewer');
    for (const [method, url] of [
      ['GET', '/v1/routes'],
      ['DELETE', '/v1/session'],
    ] as const) {
      expect(problemOf(await rig.ask(anna, method, url, { headers: { origin } }))).toBe('foreign-origin');
    }
    const signIn = await rig.http.app.inject({
      method: 'POST',
      url: '/v1/session',
      headers: { origin },
      payload: { name: 'Anna', password: PASSWORD },
    });
    expect(problemOf(signIn)).toBe('foreign-origin');
  },
);

test('a request with a cookie from a page of the gateway itself is taken', async () => {
  const anna = await rig.user('Anna', 'viewer');
  const headers = { origin: 'http://tocsin.example:8080', host: 'tocsin.example:8080' };
  expect((await rig.ask(anna, 'GET', '/v1/routes', { headers })).statusCode).toBe(200);
});

test('of a token and a cookie in one request the token counts', async () => {
  const admin = await rig.user('Chief', 'admin');
  const user = await rig.disk.store.findUser('Chief');
  const token = await rig.tokens.create('script', 'viewer', user);
  const both = { headers: { ...bearer(token), origin: 'https://evil.example' } };
  expect((await rig.ask(admin, 'GET', '/v1/users', both)).statusCode).toBe(403);
  expect((await rig.ask(admin, 'GET', '/v1/routes', both)).statusCode).toBe(200);
  expect((await rig.ask(admin, 'GET', '/v1/session', both)).statusCode).toBe(401);
  const unknown = { headers: bearer('tocsin_x') };
  expect((await rig.ask(admin, 'GET', '/v1/routes', unknown)).statusCode).toBe(401);
});

test('a session ends after 30 minutes without use, and after 12 hours in any case', async () => {
  const idle = await rig.user('Anna', 'viewer');
  const busy = await rig.signIn('Anna');
  const stays = async () => (await rig.ask(busy, 'GET', '/v1/session')).statusCode;
  for (let minutes = 20; minutes < 12 * 60; minutes += 20) {
    await rig.disk.clock.advance(20 * MINUTE);
    expect(await stays()).toBe(200);
  }
  expect((await rig.ask(idle, 'GET', '/v1/session')).statusCode).toBe(401);
  await rig.disk.clock.advance(20 * MINUTE);
  expect(await stays()).toBe(401);
});

test('what an open page asks with nobody before it does not keep its session from being idle', async () => {
  const anna = await rig.user('Anna', 'viewer');
  const look = async () => (await rig.ask(anna, 'GET', '/v1/session', unattended)).statusCode;
  const unattended = { headers: { 'x-unattended': 'yes' } };
  await rig.disk.clock.advance(20 * MINUTE);
  expect(await look()).toBe(200);
  await rig.disk.clock.advance(11 * MINUTE);
  expect(await look()).toBe(401);
});

test('a session goes on after a restart of the gateway, with the last use that was written', async () => {
  const anna = await rig.user('Anna', 'viewer');
  await rig.disk.clock.advance(20 * MINUTE);
  await rig.ask(anna, 'GET', '/v1/session');
  rig = await rig.restarted();
  await rig.disk.clock.advance(20 * MINUTE);
  expect((await rig.ask(anna, 'GET', '/v1/session')).statusCode).toBe(200);
});

test('sessions that have ended are deleted from the file by the next sign-in', async () => {
  await rig.user('Anna', 'viewer');
  await rig.signIn('Anna');
  await rig.disk.clock.advance(31 * MINUTE);
  await rig.user('Bruno', 'viewer');
  expect(await rig.disk.store.sessionsOf(1)).toEqual([]);
  expect(await rig.disk.store.sessionsOf(2)).toHaveLength(1);
});

test('a user has at most 20 sessions: a new one ends the oldest', async () => {
  const first = await rig.user('Anna', 'viewer');
  for (let more = 0; more < 20; more++) {
    await rig.disk.clock.advance(1000);
    await rig.signIn('Anna');
  }
  expect((await rig.ask(first, 'GET', '/v1/session')).statusCode).toBe(401);
  expect(await rig.disk.store.sessionsOf(1)).toHaveLength(20);
});

test('signing out ends this session, and signing out everywhere every session of the user', async () => {
  const [one, two, three] = [
    await rig.user('Anna', 'viewer'),
    await rig.signIn('Anna'),
    await rig.signIn('Anna'),
  ];
  const bruno = await rig.user('Bruno', 'viewer');
  const out = await rig.ask(one, 'DELETE', '/v1/session');
  expect([out.statusCode, out.headers['set-cookie']]).toEqual([204, expect.stringContaining('Max-Age=0')]);
  expect((await rig.ask(one, 'GET', '/v1/session')).statusCode).toBe(401);
  expect((await rig.ask(two, 'DELETE', '/v1/session?everywhere=true')).statusCode).toBe(204);
  expect((await rig.ask(three, 'GET', '/v1/session')).statusCode).toBe(401);
  expect((await rig.ask(bruno, 'GET', '/v1/session')).statusCode).toBe(200);
});

test('users see their own sessions: since when, last use, address and the name of the browser', async () => {
  const anna = await rig.user('Anna', 'viewer');
  await rig.user('Bruno', 'viewer');
  await rig.disk.clock.advance(1000);
  const long = await rig.http.app.inject({
    method: 'POST',
    url: '/v1/session',
    remoteAddress: ELSEWHERE,
    headers: { 'user-agent': 'x'.repeat(5000) },
    payload: { name: 'Anna', password: PASSWORD },
  });
  expect(long.statusCode).toBe(200);
  await rig.disk.clock.advance(1000);
  const { items } = (await rig.ask(anna, 'GET', '/v1/sessions')).json();
  const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
  expect(items).toEqual([
    { current: false, createdAt: at(1), lastUsedAt: at(1), address: ELSEWHERE, browser: 'x'.repeat(120) },
    { current: true, createdAt: at(0), lastUsedAt: at(2), address: '127.0.0.1', browser: 'Firefox/150.0' },
  ]);
});

test('the sessions of a disabled user end at once, and do not come back with the user', async () => {
  const anna = await rig.user('Anna', 'viewer');
  const by = { version: undefined, by: COMMAND_LINE };
  await rig.users.disable('Anna', by);
  expect((await rig.ask(anna, 'GET', '/v1/session')).statusCode).toBe(401);
  expect((await rig.try('Anna')).statusCode).toBe(401);
  await rig.users.enable('Anna', by);
  expect((await rig.ask(anna, 'GET', '/v1/session')).statusCode).toBe(401);
});

test('a change of roles counts for the next request of a session', async () => {
  const anna = await rig.user('Anna', 'operator');
  const disable = () => rig.ask(anna, 'POST', '/v1/routes/orange/disable');
  expect((await disable()).statusCode).toBe(200);
  const viewer = { roles: ['viewer'], language: 'fr', phone: undefined } as const;
  await rig.users.replace('Anna', viewer, { version: undefined, by: COMMAND_LINE });
  const refused = await disable();
  expect([refused.statusCode, refused.json().detail]).toEqual([403, 'The user "Anna" is viewer.']);
});

test('only the SHA-256 of a session is in the file', async () => {
  const { cookie } = await rig.user('Anna', 'viewer');
  const id = cookie.slice('tocsin_session='.length);
  const [stored] = await rig.disk.store.sessionsOf(1);
  expect(stored?.idHash).toHaveLength(32);
  expect(Buffer.from(stored?.idHash ?? []).toString('latin1')).not.toContain(
    Buffer.from(id, 'base64url').toString('latin1'),
  );
});

test('whoever may do nothing else is told to sign in', async () => {
  for (const cookie of [
    'tocsin_session=',
    'tocsin_session=abc',
    `tocsin_session=${'x'.repeat(43)}`,
    'other=1',
  ]) {
    const refused = await rig.http.app.inject({ url: '/v1/routes', headers: { cookie } });
    expect([refused.statusCode, problemOf(refused)]).toEqual([401, 'unauthenticated']);
  }
});

test('the only admin who can sign in is not disabled, nor is the last way to manage users revoked', async () => {
  const chief = await rig.user('Chief', 'admin');
  const asked = { version: undefined, by: COMMAND_LINE };
  expect((await rig.users.disable('Chief', asked)).kind).toBe('lastAdmin');
  expect(problemOf(await rig.ask(chief, 'POST', '/v1/users/Chief/disable'))).toBe('last-admin');
  await rig.make('Deputy', 'admin');
  expect((await rig.users.disable('Chief', asked)).kind).toBe('done');
});

test('an open stream of events does not keep a session from being idle, and ends with it', async () => {
  const anna = await rig.user('Anna', 'viewer');
  const id = anna.cookie.slice('tocsin_session='.length);
  const sessions = new Sessions(rig.disk.store, rig.disk.clock);
  await rig.disk.clock.advance(20 * MINUTE);
  expect(await sessions.find(id, false)).toBeDefined();
  await rig.disk.clock.advance(11 * MINUTE);
  expect(await sessions.find(id, false)).toBeUndefined();
});
