import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ProviderOnLoopback } from '../../support/http/provider-on-loopback.ts';
import { ORIGIN, SIGN_ON, SignOnRig } from '../../support/http/sign-on-rig.ts';

const PEOPLE = { anna: { email: 'anna@prefecture.example', email_verified: true } };

let provider: ProviderOnLoopback;
let rig: SignOnRig;
beforeEach(async () => {
  provider = await ProviderOnLoopback.open(ORIGIN, PEOPLE);
  rig = await SignOnRig.open(provider);
  await rig.rig.user('Anna', 'operator');
  await rig.link('Anna', 'anna@prefecture.example');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.close();
  await provider.close();
});

test('a provider that answers nothing delays neither the start nor other requests, and is given up in time', async () => {
  provider.hangs = true;
  const late = new AbortController();
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal);
  const waits = rig.browser().open(SIGN_ON);
  const others = Array.from({ length: 20 }, () => rig.browser().open(SIGN_ON));
  // Before the provider is given up: signing in here, and the health of the process.
  expect((await rig.rig.try('Anna')).statusCode).toBe(200);
  expect((await rig.rig.http.app.inject('/healthz')).statusCode).toBe(200);
  expect(timeout.mock.calls).toEqual([[5000]]);
  late.abort(new DOMException('late', 'TimeoutError'));
  const page = await waits;
  timeout.mockRestore();
  expect(page.status).toBe(503);
  expect(page.body).toContain('Connectez-vous ici avec votre mot de passe.');
  await Promise.all(others);
  // All who waited have waited for one request, and a while nobody asks again.
  expect((await rig.browser().open(SIGN_ON)).status).toBe(503);
  expect(provider.asked).toEqual(['GET /.well-known/openid-configuration']);
  provider.hangs = false;
  await rig.rig.disk.clock.advance(10_000);
  expect((await rig.browser().open(SIGN_ON)).status).toBe(200);
});

test('a provider that breaks off between the two ways says so, and blames nobody', async () => {
  const browser = rig.browser();
  browser.change = (url) => {
    if (url.pathname.endsWith('/callback')) provider.breaks = true;
  };
  expect((await browser.open(SIGN_ON)).status).toBe(503);
  expect(await rig.refusals()).toEqual([]);
  expect(rig.rig.warned).toHaveLength(1);
  provider.breaks = false;
  browser.change = () => {};
  expect((await browser.open(SIGN_ON)).status).toBe(200);
});

test('a session goes on while the provider is down, and ends here', async () => {
  const browser = rig.browser();
  await browser.open(SIGN_ON);
  provider.breaks = true;
  const { csrf, user } = await rig.session(browser);
  expect(user?.name).toBe('Anna');
  await rig.rig.ask({ cookie: browser.cookie, csrf }, 'POST', '/v1/session/oidc/end');
  expect((await rig.session(browser)).user).toBeUndefined();
});

test('a key that the provider changes is known at the next sign-in, a new algorithm at the one after', async () => {
  expect((await rig.browser().open(SIGN_ON)).status).toBe(200);
  await provider.changeKeys(ORIGIN, 'RS256');
  expect((await rig.browser().open(SIGN_ON)).status).toBe(200);
  await provider.changeKeys(ORIGIN, 'ES256');
  expect((await rig.browser().open(SIGN_ON)).status).toBe(401);
  await rig.rig.disk.clock.advance(1000);
  expect((await rig.browser().open(SIGN_ON)).status).toBe(200);
});
