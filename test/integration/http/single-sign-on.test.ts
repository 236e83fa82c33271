import { beforeAll, beforeEach, expect, test } from 'vitest';
import { COMMAND_LINE } from '../../../src/access/tokens.ts';
import { ProviderOnLoopback } from '../../support/http/provider-on-loopback.ts';
import { ORIGIN, SIGN_ON, SignOnRig } from '../../support/http/sign-on-rig.ts';

const anna = { email: 'Anna@prefecture.example', email_verified: true };
const people: Record<string, Record<string, unknown>> = {};

let provider: ProviderOnLoopback;
let rig: SignOnRig;
beforeAll(async () => {
  provider = await ProviderOnLoopback.open(ORIGIN, people);
  return () => provider.close();
});
beforeEach(async () => {
  Object.assign(people, {
    anna,
    zoe: { email: 'zoe@prefecture.example', email_verified: true },
    // Says of herself that she has the address of Anna.
    eve: { email: 'anna@prefecture.example', email_verified: false },
    // An account that was deleted at the provider, and made anew with the same address.
    newAnna: { email: 'anna@prefecture.example', email_verified: true },
  });
  provider.person = 'anna';
  provider.since = undefined;
  rig = await SignOnRig.open(provider);
  return () => rig.close();
});

test('a person is signed in as the user that is linked to the verified address, whatever its capitals', async () => {
  await rig.linked('Anna', 'anna@PREFECTURE.example');
  const browser = rig.browser();
  const page = await browser.open(SIGN_ON);
  // The page was opened with the session's cookie, which is Strict, though the browser came from the provider.
  expect(JSON.parse(page.body).user.name).toBe('Anna');
  expect(browser.cookies.get('tocsin.example __Host-tocsin_session')?.isStrict).toBe(true);
  expect([...browser.cookies.keys()].filter((key) => key.includes('sign_on'))).toEqual([]);
  const [begun] = await rig.rig.audit();
  expect(begun).toMatchObject({
    action: 'session.begin',
    subject: 'user:Anna',
    detail: { by: 'signOn', address: '127.0.0.1' },
  });
});

test('an address that the provider has not verified counts for nobody', async () => {
  await rig.linked('Anna', 'anna@prefecture.example');
  provider.person = 'eve';
  const page = await rig.browser().open(SIGN_ON);
  expect(page.status).toBe(403);
  expect(await rig.refusals()).toEqual([{ address: '127.0.0.1', what: 'signOn notLinked' }]);
});

test('another account with the same address is refused once the first has signed in, until an admin links anew', async () => {
  await rig.linked('Anna', 'anna@prefecture.example');
  await rig.browser().open(SIGN_ON);
  provider.person = 'newAnna';
  const browser = rig.browser();
  expect((await browser.open(SIGN_ON)).status).toBe(403);
  expect(await rig.refusals()).toEqual([{ address: '127.0.0.1', what: 'signOn subject' }]);
  await rig.rig.disk.clock.advance(2000);
  await rig.link('Anna', 'anna@prefecture.example');
  expect((await rig.browser().open(SIGN_ON)).status).toBe(200);
});

test('an account stays that of its user when it gets the address of another user', async () => {
  await rig.linked('Anna', 'anna@prefecture.example');
  await rig.linked('Zoé', 'zoe@prefecture.example');
  await rig.browser().open(SIGN_ON);
  people['anna'] = { email: 'zoe@prefecture.example', email_verified: true };
  expect(JSON.parse((await rig.browser().open(SIGN_ON)).body).user.name).toBe('Anna');
  expect(await rig.link('Zoé', 'anna@prefecture.example')).toEqual({ kind: 'taken' });
});

test('a disabled user is refused, and a user whose link is gone too', async () => {
  await rig.linked('Anna', 'anna@prefecture.example');
  const browser = rig.browser();
  await browser.open(SIGN_ON);
  await rig.rig.users.disable('Anna', { version: undefined, by: COMMAND_LINE });
  expect((await rig.browser().open(SIGN_ON)).status).toBe(401);
  await rig.rig.users.enable('Anna', { version: undefined, by: COMMAND_LINE });
  await rig.rig.disk.clock.advance(2000);
  await browser.open(SIGN_ON);
  expect((await rig.session(browser)).user?.name).toBe('Anna');
  await rig.rig.identities().unlink('Anna', COMMAND_LINE);
  expect((await rig.session(browser)).user).toBeUndefined();
  expect((await rig.browser().open(SIGN_ON)).status).toBe(403);
});

test('a user with a one-time password must change it after a single sign-on too', async () => {
  await rig.rig.make('Anna', 'operator');
  await rig.link('Anna', 'anna@prefecture.example');
  const browser = rig.browser();
  await browser.open(SIGN_ON);
  expect((await rig.session(browser)).mustChangePassword).toBe(true);
});

test('the second factor of a user is asked for after the provider, and each code counts once', async () => {
  const own = await rig.rig.user('Anna', 'operator');
  const { secret } = await rig.rig.enrol(own);
  await rig.link('Anna', 'anna@prefecture.example');
  await rig.rig.disk.clock.advance(30_000);
  const browser = rig.browser();
  const asked = await browser.open(SIGN_ON);
  expect(asked.body).toContain('<form method="post" action="/v1/session/oidc/code">');
  expect((await rig.session(browser)).user).toBeUndefined();
  const wrong = await browser.send('/v1/session/oidc/code', { code: '000000' });
  expect(wrong.status).toBe(401);
  const early = await browser.send('/v1/session/oidc/code', { code: rig.rig.codeNow(secret) });
  expect(early.status).toBe(429);
  await rig.rig.disk.clock.advance(2000);
  const half = new Map(browser.cookies);
  const page = await browser.send('/v1/session/oidc/code', { code: rig.rig.codeNow(secret) });
  expect(JSON.parse(page.body).user.name).toBe('Anna');
  const again = rig.browser();
  for (const [key, value] of half) again.cookies.set(key, value);
  expect((await again.send('/v1/session/oidc/code', { code: rig.rig.codeNow(secret) })).status).toBe(401);
});

test('a person who entered nothing at the provider lately is signed in, and has confirmed nothing', async () => {
  await rig.linked('Anna', 'anna@prefecture.example');
  provider.since = Math.floor(Date.now() / 1000) - 600;
  const browser = rig.browser();
  await browser.open(SIGN_ON);
  expect(await rig.session(browser)).toMatchObject({ user: { name: 'Anna' }, confirmed: false });
});

test('the password is confirmed at the provider, if the provider asked for it anew', async () => {
  await rig.linked('Anna', 'anna@prefecture.example');
  provider.since = Math.floor(Date.now() / 1000) - 600;
  const browser = rig.browser();
  await browser.open(SIGN_ON);
  const confirm = '/v1/session/oidc/confirm?returnTo=/v1/session';
  // Somebody in the browser takes out what makes the provider ask.
  browser.change = (url) => {
    for (const name of ['prompt', 'max_age']) url.searchParams.delete(name);
  };
  const page = await browser.open(confirm, `${ORIGIN}/`);
  expect(page.status).toBe(401);
  expect((await rig.session(browser)).confirmed).toBe(false);
  browser.change = () => {};
  provider.since = undefined;
  await rig.rig.disk.clock.advance(2000);
  expect(JSON.parse((await browser.open(confirm, `${ORIGIN}/`)).body)).toMatchObject({ confirmed: true });
  const asked = browser.way.findLast((one) => one.includes('/auth?')) ?? '';
  expect(Object.fromEntries(new URL(asked).searchParams)).toMatchObject({ prompt: 'login', max_age: '0' });
});

test('another person of the provider confirms nothing, nor does a page of another site begin it', async () => {
  await rig.linked('Anna', 'anna@prefecture.example');
  await rig.linked('Zoé', 'zoe@prefecture.example');
  provider.since = Math.floor(Date.now() / 1000) - 600;
  const browser = rig.browser();
  await browser.open(SIGN_ON);
  expect((await browser.open('/v1/session/oidc/confirm', 'https://evil.example/')).status).toBe(401);
  provider.since = undefined;
  provider.person = 'zoe';
  // The session of Anna at the provider has ended.
  for (const key of browser.cookies.keys()) if (key.startsWith('127.0.0.1 ')) browser.cookies.delete(key);
  expect((await browser.open('/v1/session/oidc/confirm', `${ORIGIN}/`)).status).toBe(403);
  expect(await rig.session(browser)).toMatchObject({ user: { name: 'Anna' }, confirmed: false });
  expect(await rig.refusals()).toEqual([{ address: '127.0.0.1', what: 'signOn otherUser' }]);
});

test('signing out ends the session here, and says where to end that at the provider', async () => {
  await rig.linked('Anna', 'anna@prefecture.example');
  const browser = rig.browser();
  await browser.open(SIGN_ON);
  const { csrf } = await rig.session(browser);
  const asked = { cookie: browser.cookie, csrf };
  const ended = (await rig.rig.ask(asked, 'POST', '/v1/session/oidc/end')).json();
  expect((await rig.session(browser)).user).toBeUndefined();
  const url = new URL(ended.url);
  expect(url.origin).toBe(provider.issuer);
  expect(url.searchParams.get('id_token_hint')).toMatch(/^ey/);
  expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${ORIGIN}/`);
  expect(url.searchParams.get('state')?.length).toBeGreaterThanOrEqual(32);
});

test('after a sign-in, the browser is led to a path of the gateway only', async () => {
  await rig.linked('Anna', 'anna@prefecture.example');
  const browser = rig.browser();
  await browser.open(`/v1/session/oidc?returnTo=${encodeURIComponent('//evil.example/')}`);
  const callback = browser.way.findIndex((one) => one.includes('/callback'));
  expect(browser.way[callback + 1]).toBe(`${ORIGIN}/`);
});
