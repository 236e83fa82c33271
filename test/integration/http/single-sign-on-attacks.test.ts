import { beforeAll, beforeEach, expect, test } from 'vitest';
import { ProviderOnLoopback } from '../../support/http/provider-on-loopback.ts';
import { ORIGIN, SIGN_ON, SignOnRig } from '../../support/http/sign-on-rig.ts';

const PEOPLE = {
  anna: { email: 'anna@prefecture.example', email_verified: true },
  zoe: { email: 'zoe@prefecture.example', email_verified: true },
};
const CALLBACK = '/v1/session/oidc/callback';

let provider: ProviderOnLoopback;
let rig: SignOnRig;
beforeAll(async () => {
  provider = await ProviderOnLoopback.open(ORIGIN, PEOPLE);
  return () => provider.close();
});
beforeEach(async () => {
  provider.person = 'anna';
  rig = await SignOnRig.open(provider);
  await rig.linked('Anna', 'anna@prefecture.example');
  return () => rig.close();
});

const isBack = (url: URL): boolean => url.pathname === CALLBACK;
const isAsked = (url: URL): boolean => url.pathname === '/auth';

test.each<[string, (url: URL) => void, string]>([
  [
    'another state',
    (url) => isBack(url) && url.searchParams.set('state', 'x'.repeat(43)),
    'OAUTH_INVALID_RESPONSE',
  ],
  [
    'the issuer of another provider (RFC 9207)',
    (url) => isBack(url) && url.searchParams.set('iss', 'https://evil.example'),
    'OAUTH_INVALID_RESPONSE',
  ],
  ['no issuer', (url) => isBack(url) && url.searchParams.delete('iss'), 'OAUTH_INVALID_RESPONSE'],
  [
    'a nonce of somebody else',
    (url) => isAsked(url) && url.searchParams.set('nonce', 'x'.repeat(43)),
    'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  ],
  [
    'a challenge of somebody else',
    (url) => isAsked(url) && url.searchParams.set('code_challenge', 'x'.repeat(43)),
    'OAUTH_RESPONSE_BODY_ERROR',
  ],
  [
    'the code of nobody',
    (url) => isBack(url) && url.searchParams.set('code', 'x'.repeat(43)),
    'OAUTH_RESPONSE_BODY_ERROR',
  ],
])('a browser that comes back with %s is refused, and so noted', async (_what, change, why) => {
  const browser = rig.browser();
  browser.change = change;
  expect((await browser.open(SIGN_ON)).status).toBe(401);
  expect(await rig.refusals()).toEqual([{ address: '127.0.0.1', what: `signOn ${why}` }]);
  expect((await rig.session(browser)).user).toBeUndefined();
});

/** Goes as far as the provider's answer, and doesn't come back with it. */
const codeOf = async (browser: ReturnType<SignOnRig['browser']>): Promise<URL> => {
  let back: URL | undefined;
  browser.change = (url) => {
    if (!isBack(url)) return;
    back = new URL(url);
    url.pathname = '/healthz';
  };
  await browser.open(SIGN_ON);
  browser.change = () => {};
  return back ?? expect.fail('the provider sent nobody back');
};

test("nobody is signed in by the code of a sign-in that another browser began, even with that one's state", async () => {
  await rig.linked('Zoé', 'zoe@prefecture.example');
  const victim = rig.browser();
  await codeOf(victim);
  provider.person = 'zoe';
  const attackers = await codeOf(rig.browser());
  // Into a browser that began one itself, and into one that began none.
  expect((await victim.open(attackers.href, 'https://evil.example/')).status).toBe(401);
  expect((await rig.browser().open(attackers.href, 'https://evil.example/')).status).toBe(400);
});

test('a code counts once, and by its second use what the first gave is not lost', async () => {
  const browser = rig.browser();
  const back = await codeOf(browser);
  const before = new Map(browser.cookies);
  await browser.open(back.href, provider.issuer);
  expect((await rig.session(browser)).user?.name).toBe('Anna');
  const thief = rig.browser();
  for (const [key, value] of before) thief.cookies.set(key, value);
  expect((await thief.open(back.href)).status).toBe(401);
  expect((await rig.session(browser)).user?.name).toBe('Anna');
});

test('a sign-in that took more than ten minutes is refused without asking the provider', async () => {
  const browser = rig.browser();
  const back = await codeOf(browser);
  await rig.rig.disk.clock.advance(10 * 60_000);
  const before = provider.asked.length;
  expect((await browser.open(back.href)).status).toBe(400);
  expect(provider.asked.length).toBe(before);
});

test('whoever comes back with wrong codes waits, and costs the provider nothing meanwhile', async () => {
  const browser = rig.browser();
  browser.change = (url) => isBack(url) && url.searchParams.set('code', 'wrong');
  expect((await browser.open(SIGN_ON)).status).toBe(401);
  const before = provider.asked.filter((one) => one === 'POST /token').length;
  expect((await browser.open(SIGN_ON)).status).toBe(429);
  expect(provider.asked.filter((one) => one === 'POST /token').length).toBe(before);
  await rig.rig.disk.clock.advance(1000);
  browser.change = () => {};
  expect((await browser.open(SIGN_ON)).status).toBe(200);
});

test('a cookie that was changed, or is for something else, counts as none', async () => {
  const browser = rig.browser();
  const back = await codeOf(browser);
  const [key = '', cookie] = [...browser.cookies].find(([name]) => name.includes('sign_on')) ?? [];
  if (cookie === undefined) expect.fail('there is no cookie');
  expect((await browser.send('/v1/session/oidc/code', { code: '123456' })).status).toBe(400);
  const first = cookie.value.startsWith('A') ? 'B' : 'A';
  browser.cookies.set(key, { ...cookie, value: `${first}${cookie.value.slice(1)}` });
  expect((await browser.open(back.href)).status).toBe(400);
});

test('nothing that is secret or says who the person is stands in the log', async () => {
  const browser = rig.browser();
  browser.change = (url) => isBack(url) && url.searchParams.set('code', 'wrong');
  await browser.open(SIGN_ON);
  const log = JSON.stringify([rig.rig.warned, rig.rig.http.log, await rig.rig.audit()]);
  for (const secret of ['anna@', 'a secret of the client', 'state', 'wrong"'])
    expect(log).not.toContain(secret);
});
