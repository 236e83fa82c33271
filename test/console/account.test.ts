import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { codeOf } from '../../src/access/sign-in/totp.ts';
import { violations } from '../support/console/axe.ts';
import { readByCamera } from '../support/console/camera.ts';
import { ConsoleRig, PASSWORD } from '../support/console/console-rig.ts';
import { freePort } from '../support/gateway/free-port.ts';

let rig: ConsoleRig;
beforeAll(async () => {
  const port = await freePort();
  // Browsers use passkeys at names only, and at localhost without TLS.
  const http = { listen: `127.0.0.1:${port}`, origin: `http://localhost:${port}` };
  rig = await ConsoleRig.start({ routes: [] }, { http });
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
  await rig.person('Vera', { role: 'viewer', phone: '+33639980002' });
});
afterEach(() => rig.closeWindows());
afterAll(() => rig.stop());

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code that an app shows for a key as the page writes it. */
const codeNow = (key: string): string => {
  const bits = [...key.replaceAll(' ', '')].map((one) => ALPHABET.indexOf(one).toString(2).padStart(5, '0'));
  const octets = bits.join('').match(/.{8}/g) ?? [];
  return codeOf(
    Uint8Array.from(octets, (octet) => Number.parseInt(octet, 2)),
    Math.floor(Date.now() / 30_000),
  );
};

test('a second factor is set up by a QR code or a key in groups of four; recovery codes are shown once', async () => {
  const page = await rig.open('/settings/account', 'Anna', { locale: 'en-GB' });
  await page.getByRole('button', { name: 'Set it up' }).click();
  const key = (await page.locator('.secrets code').textContent()) ?? '';
  expect(key).toMatch(/^([A-Z2-7]{4} )+[A-Z2-7]{1,4}$/);
  const picture = page.getByRole('img', { name: 'The key as a QR code' });
  const uri = await page.getByRole('link', { name: 'Is the app on this device?' }).getAttribute('href');
  expect(uri).toContain(`secret=${key.replaceAll(' ', '')}`);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await readByCamera(picture), colorScheme).toBe(uri);
    await rig.picture(page, `factor-${colorScheme}`);
    expect(await violations(page)).toEqual([]);
  }
  await page.getByLabel('Code of six digits').fill(codeNow(key));
  await page.getByRole('button', { name: 'Switch the second factor on' }).click();
  await page.getByText('Your ten recovery codes').waitFor();
  expect(await page.locator('.secrets code').count()).toBe(10);
  expect(await picture.count()).toBe(0);
  expect(await page.content()).not.toContain(uri);
  await page.emulateMedia({ media: 'print' });
  await rig.picture(page, 'recovery-print');
  expect(await page.locator('.secrets code').first().isVisible()).toBe(true);
  expect(await page.getByRole('heading', { name: 'Passkeys' }).isVisible()).toBe(false);
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('button', { name: 'I have them on paper' }).click();
  await page.getByText('10 recovery codes are left.').waitFor();
});

test('a passkey is registered, renamed and removed', async () => {
  const page = await rig.open('/settings/account', 'Vera', { locale: 'fr-FR', scheme: 'dark' });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.getByText("Vous n'en avez pas.").waitFor();
  await page.getByLabel("Nom de la nouvelle clé d'accès").fill('Téléphone');
  await page.getByRole('button', { name: "Enregistrer une clé d'accès" }).click();
  await page.getByRole('button', { name: 'Renommer Téléphone' }).click();
  await page.getByLabel('Nouveau nom').fill('<b>Clé</b>');
  await page.getByRole('button', { name: "L'appeler « <b>Clé</b> »" }).click();
  await page.getByText('<b>Clé</b>').waitFor();
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'passkeys');
  // The same key keeps one passkey for a person: the browser refuses a second one.
  await page.getByLabel("Nom de la nouvelle clé d'accès").fill('Encore');
  await page.getByRole('button', { name: "Enregistrer une clé d'accès" }).click();
  await page.getByText("Aucune clé d'accès n'a été créée", { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Supprimer <b>Clé</b>' }).click();
  await page.getByRole('button', { name: 'Refuser « <b>Clé</b> » désormais' }).click();
  await page.getByText("Vous n'en avez pas.").waitFor();
});

test('the own password is changed, and all sessions are ended', async () => {
  const page = await rig.open('/settings/account', 'Vera', { locale: 'en-GB', width: 390 });
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.locator('input[autocomplete="current-password"]').fill(PASSWORD);
  await page.getByLabel(/^New password( \*)?$/).fill(`${PASSWORD} aussi`);
  await page.getByLabel('New password, once more').fill(`${PASSWORD} aussi`);
  await page.getByRole('button', { name: 'Change the password and go on' }).click();
  await page.getByText('The password is changed.', { exact: false }).waitFor();
  await page.getByText('this one').waitFor();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('button', { name: /^End \d sessions$/ }).click();
  await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
});
