import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { codeOf } from '../../src/access/sign-in/totp.ts';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig, PASSWORD } from '../support/console/console-rig.ts';
import { addAuthenticator, askOnceMore, ownCalls, secretOf } from '../support/console/own-account.ts';
import { freePort } from '../support/gateway/free-port.ts';

const STEP_MS = 30_000;

let rig: ConsoleRig;
beforeAll(async () => {
  // Passkeys work at a name: on this machine without TLS that is localhost.
  const port = await freePort();
  const http = { listen: `127.0.0.1:${port}`, origin: `http://localhost:${port}` };
  rig = await ConsoleRig.start({ routes: [] }, { http });
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
  await rig.person('Bruno', { role: 'operator', phone: '+33639980002' });
});
afterEach(() => rig.closeWindows());
afterAll(() => rig.stop());

const fill = async (page: Page, name: string, password = PASSWORD): Promise<void> => {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};
const arrives = (page: Page): Promise<void> => page.locator('#page-title').waitFor();
const entry = async (look = {}): Promise<Page> => {
  const page = await rig.window(look);
  await page.goto(rig.url);
  await page.locator('form').waitFor();
  return page;
};

test('a person signs in by the form and sees the rooms, LIVE, and their own name; the page before has no violation', async () => {
  for (const look of [{ scheme: 'dark', locale: 'fr-FR', width: 390 }, {}] as const) {
    const page = await entry(look);
    expect(await violations(page)).toEqual([]);
    await rig.picture(page, `sign-in-${'width' in look ? 'phone' : 'wide'}`);
    if ('width' in look) continue;
    await fill(page, 'Anna');
    await arrives(page);
    expect(await page.locator('.mode').textContent()).toMatch(/^(LIVE|RÉEL)$/);
    expect(await page.locator('nav a:visible').count()).toBe(8);
    expect(await page.getByRole('button', { name: /^Anna/ }).isVisible()).toBe(true);
  }
});

test('a wrong password is said in words, then the seconds to wait count down and the way in opens again', async () => {
  const page = await entry();
  await fill(page, 'Bruno', 'not this one');
  await page.getByText('The name, the password or the code is wrong.').waitFor();
  const field = page.getByLabel('Password', { exact: true });
  const waits = page.getByText(/Next try in \d+ s/);
  await expect
    .poll(async () => {
      if ((await waits.count()) > 0) return true;
      await field.press('Enter');
      return false;
    })
    .toBe(true);
  await page.locator('button[type="submit"]:disabled').waitFor();
  await page.getByText(/Wrong too often/).waitFor();
  await rig.picture(page, 'sign-in-waits');
  const button = page.getByRole('button', { name: 'Sign in', exact: true });
  await expect.poll(() => button.isEnabled()).toBe(true);
  await field.fill(PASSWORD);
  await button.click();
  await arrives(page);
});

test('a one-time password must be changed first, in the language of the person: what is wrong with the new one stands beside it', async () => {
  await rig.gateway.user('Chloe', 'viewer', '+33639980003');
  const oneTime = await rig.gateway.oneTimePassword('Chloe');
  const page = await entry();
  await fill(page, 'Chloe', oneTime);
  await page.getByRole('heading', { name: 'Choisissez votre mot de passe' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'must-change');
  const [next, again] = [
    page.getByLabel('Nouveau mot de passe', { exact: true }),
    page.getByLabel(/encore une fois/),
  ];
  const change = page.getByRole('button', { name: 'Changer le mot de passe et continuer' });
  for (const [typed, said] of [
    ['short', 'Il a moins de 12 caractères.'],
    ['motdepasse1234', /^C'est votre nom, l'un des mots de passe les plus courants/],
    [oneTime, /^C'est votre mot de passe actuel/],
  ] as const) {
    await next.fill(typed);
    await again.fill(typed);
    await change.click();
    await page.getByText(said).waitFor();
  }
  await next.fill('un pont sur la Vire');
  await again.fill('un pont sur la Loire');
  await page.getByText('Les deux ne sont pas identiques.').waitFor();
  await again.fill('un pont sur la Vire');
  // A session that ended meanwhile is asked for, and the change goes on after that.
  await page.context().clearCookies();
  await change.click();
  const ended = page.getByRole('dialog', { name: 'Votre session est terminée' });
  await ended.getByLabel('Mot de passe', { exact: true }).fill(oneTime);
  let isSaid = false;
  let waiting = 0;
  const healed = Promise.withResolvers<void>();
  await page.route('**/v1/session', async (route) => {
    if (route.request().method() !== 'GET') return route.fallback();
    if (!isSaid) return route.abort();
    waiting += 1;
    await healed.promise;
    return route.fallback();
  });
  await ended.getByRole('button', { name: 'Se connecter', exact: true }).click();
  // The password is changed, but the answer to who is signed in does not come: that is said, and asked again.
  const silent = page.getByText(/^La passerelle ne répond pas/);
  await silent.waitFor();
  isSaid = true;
  await expect.poll(() => waiting).toBeGreaterThan(0);
  expect(await silent.isVisible()).toBe(true);
  await page.locator('button[aria-busy="true"]').waitFor();
  healed.resolve();
  await arrives(page);
});

test('whoever has a second factor is asked for its code; a recovery code stands for it once', async () => {
  await rig.person('Denis', { role: 'admin', phone: '+33639980004' });
  const own = await ownCalls(rig, 'Denis');
  const { secret } = (await own('POST', '/v1/session/second-factor')) as { secret: string };
  const step = Math.floor(Date.now() / STEP_MS);
  const { recoveryCodes } = (await own('POST', '/v1/session/second-factor/confirm', {
    code: codeOf(secretOf(secret), step - 1),
  })) as { recoveryCodes: readonly [string, string] };

  const page = await entry();
  await fill(page, 'Denis');
  const field = page.getByLabel('Code', { exact: true });
  await field.waitFor();
  expect(await field.and(page.locator(':focus')).count()).toBe(1);
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'sign-in-code');
  await field.fill('000000');
  await field.press('Enter');
  await page.getByText(/^The code is wrong, or it was used before/).waitFor();
  const used = Math.floor(Date.now() / STEP_MS);
  await field.fill(codeOf(secretOf(secret), used));
  await field.press('Enter');
  await arrives(page);

  // A code stands for the password once more, too; each counts once.
  const { dialog, goesOn } = await askOnceMore(page);
  await dialog.getByRole('button', { name: 'Utiliser un code' }).click();
  const once = dialog.getByLabel('Code', { exact: true });
  await once.fill(codeOf(secretOf(secret), used + 1));
  await once.press('Enter');
  await goesOn;
  await dialog.waitFor({ state: 'hidden' });

  for (const isUsed of [false, true]) {
    const other = await entry();
    await fill(other, 'Denis');
    await other.getByRole('button', { name: /use a recovery code/ }).click();
    await other.getByLabel('Recovery code').fill(recoveryCodes[0]);
    await other.getByLabel('Recovery code').press('Enter');
    if (isUsed) await other.getByText(/^The code is wrong, or it was used before/).waitFor();
    else await arrives(other);
  }
});

test('a passkey signs in alone, and stands for the code; a browser that gives none is told so in words', async () => {
  await rig.person('Emma', { role: 'operator', phone: '+33639980005' });
  const page = await rig.open('/', 'Emma', { locale: 'en-GB' });
  const authenticator = await addAuthenticator(page);
  await page.evaluate(registerPasskey);
  await page.context().clearCookies();
  await page.goto(rig.url);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByRole('button', { name: /^Emma/ }).waitFor();
  const { dialog, goesOn } = await askOnceMore(page);
  await dialog.getByRole('button', { name: 'Use a passkey' }).click();
  await goesOn;
  await dialog.waitFor({ state: 'hidden' });
  // Nobody touches it.
  await page.context().clearCookies();
  await page.goto(rig.url);
  await authenticator.forget();
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.getByText('No passkey was used. Try again, or use the password.').waitFor();
});

const registerPasskey = `(async () => {
  const call = async (method, path, body) => {
    const headers = { 'x-csrf-token': csrf, ...(body && { 'content-type': 'application/json' }) };
    return (await fetch(path, { method, headers, body: body && JSON.stringify(body) })).json();
  };
  const { csrf } = await (await fetch('/v1/session')).json();
  const { publicKey } = await call('POST', '/v1/session/passkeys/options');
  const made = await navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
  });
  await call('POST', '/v1/session/passkeys', { name: 'Phone', passkey: made.toJSON() });
})()`;

test('the language of the page before can be chosen, and there is no way in by a provider where there is none', async () => {
  const page = await entry();
  await page.getByRole('button', { name: 'Français' }).click();
  await page.getByRole('heading', { name: 'Connexion' }).waitFor();
  expect(await page.evaluate('document.documentElement.lang')).toBe('fr');
  expect(await page.getByRole('link', { name: /avec/ }).count()).toBe(0);
});
