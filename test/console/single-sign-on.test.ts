import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig } from '../support/console/console-rig.ts';
import { ownCalls } from '../support/console/own-account.ts';
import { freePort } from '../support/gateway/free-port.ts';
import { CLIENT, ProviderOnLoopback, SECRET } from '../support/http/provider-on-loopback.ts';

let rig: ConsoleRig;
let provider: ProviderOnLoopback;
beforeAll(async () => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  provider = await ProviderOnLoopback.open(origin, {
    anna: { email: 'anna@prefecture.example', email_verified: true },
  });
  const signOn = {
    ...{ issuer: provider.issuer, clientId: CLIENT, clientSecret: SECRET, name: 'Keycloak' },
    ...{ claim: 'email' as const, scopes: ['openid', 'email'] },
  };
  rig = await ConsoleRig.start({ routes: [], signOn }, { http: { listen: `127.0.0.1:${port}`, origin } });
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
  await rig.person('Boris', { role: 'admin', phone: '+33639980002' });
  const admin = await ownCalls(rig, 'Boris');
  await admin('PUT', '/v1/users/Anna/identity', { value: 'anna@prefecture.example' });
});
afterAll(async () => {
  // The way to the provider and back leads elsewhere, as it must.
  for (const trouble of rig.troubles.splice(0)) expect(trouble).toContain(provider.issuer);
  await rig.stop();
  await provider.close();
});

test('where there is a provider, one signs in there and comes back to the page that one wanted', async () => {
  const page = await rig.window();
  await page.goto(`${rig.url}people`);
  const link = page.getByRole('link', { name: 'Sign in with Keycloak' });
  await link.waitFor();
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'sign-in-provider');
  await link.click();
  await page.getByRole('button', { name: /^Anna/ }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/console/people');
});

test('an act that needs the password once more is done after the password was entered at the provider', async () => {
  // The provider lets the person pass, who entered nothing there for an hour.
  provider.since = Date.now() / 1000 - 3600;
  const page = await rig.window();
  await page.addInitScript("localStorage.setItem('tocsin.language', 'en')");
  await page.goto(`${rig.url}settings/account`);
  await page.getByRole('link', { name: 'Sign in with Keycloak' }).click();
  const begin = page.getByRole('button', { name: 'Set it up' });
  await begin.click();
  const dialog = page.getByRole('dialog', { name: 'Your password, once more' });
  await dialog.getByText('You come back to this page; then press the button again.').waitFor();
  expect(await page.locator('.secrets code').count()).toBe(0);
  provider.since = undefined;
  await dialog.getByRole('link', { name: 'With Keycloak' }).click();
  await begin.click();
  await page.locator('.secrets code').waitFor();
  expect(new URL(page.url()).pathname).toBe('/console/settings/account');
});
