import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig } from '../support/console/console-rig.ts';
import { HookServer } from '../support/http/hook-server.ts';

let rig: ConsoleRig;
let hooks: HookServer;

beforeAll(async () => {
  hooks = await HookServer.start();
  rig = await ConsoleRig.start({
    sender: 'PREFECTURE',
    access: { twoPersonsForAdmin: true },
    webhooks: { allowPrivate: true },
    routes: [{ id: 'nowhere', type: 'smpp', host: '127.0.0.1', port: 1, systemId: 'x' }],
    alarms: { routeDownAfter: '1s' },
  });
  await rig.person('Ada', { role: 'admin', phone: '+33639980001' });
  await rig.person('Bea', { role: 'admin', phone: '+33639980002' });
  await rig.person('Olga', { role: 'operator', phone: '+33639980003' });
  await rig.person('Otto', { role: 'operator', phone: '+33639980005' });
  await rig.person('Vera', { role: 'viewer', phone: '+33639980004' });
});
afterEach(() => rig.closeWindows());
afterAll(async () => {
  await rig.stop();
  await hooks.stop();
});

test('a user is made with a one-time password shown once, and is disabled', async () => {
  const page = await rig.open('/settings/users', 'Ada', { locale: 'en-GB' });
  await page.getByRole('button', { name: 'Make a user' }).click();
  await page.getByLabel('Name').fill('Léa');
  await page.getByRole('checkbox', { name: 'viewer' }).check();
  await rig.picture(page, 'make-user');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Make the user Léa' }).click();
  const secret = page.locator('.secrets code');
  await secret.waitFor();
  const password = (await secret.textContent()) ?? '';
  expect(password.length).toBeGreaterThan(11);
  await page.getByRole('button', { name: 'Léa has it' }).click();
  expect(await page.getByText(password).count()).toBe(0);
  await page.getByRole('link', { name: 'Léa' }).click();
  await page.getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('button', { name: 'Refuse Léa from now on' }).click();
  await page.getByText(/^disabled at/).waitFor();
  expect(await violations(page)).toEqual([]);
});

test('what gives more rights waits for a second admin: the first can not approve it, the second can', async () => {
  const ada = await rig.open('/settings/users/Otto', 'Ada', { locale: 'en-GB' });
  await ada.getByRole('checkbox', { name: 'admin' }).check();
  await ada.getByRole('button', { name: 'Give Otto these roles, language and phone' }).click();
  await ada.getByText('It waits for another admin').waitFor();
  await ada.goto(`${rig.url}settings/users`);
  await ada.getByText('Give Otto other roles: operator, admin').waitFor();
  expect(await ada.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  const bea = await rig.open('/settings/users', 'Bea', { locale: 'fr-FR', scheme: 'dark' });
  await bea.getByText("Donner d'autres rôles à Otto : opérateur, administrateur").waitFor();
  expect(await violations(bea)).toEqual([]);
  await rig.picture(bea, 'pending');
  await bea.getByRole('button', { name: 'Approuver' }).click();
  await bea.getByRole('button', { name: /^Le faire : Donner d'autres rôles à Otto/ }).click();
  await bea
    .getByText("Donner d'autres rôles à Otto : opérateur, administrateur")
    .first()
    .waitFor({ state: 'detached' });
  await bea.getByRole('cell', { name: 'opérateur, administrateur' }).waitFor();
});

test('a webhook is made with a secret shown once, tested, and its delivery is sent again', async () => {
  const page = await rig.open('/settings/webhooks', 'Ada', { locale: 'en-GB' });
  await page.getByText('No program is told what happens').waitFor();
  await page.getByRole('button', { name: 'Make a webhook' }).click();
  await page.getByLabel('Name').fill('Town hall');
  await page.getByLabel('Address').fill(hooks.url);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: `Send these events to 127.0.0.1:${hooks.port}` }).click();
  expect(await page.locator('.secrets code').textContent()).toMatch(/^whsec_/);
  await page.getByRole('button', { name: 'The program has it' }).click();
  await page.getByRole('link', { name: 'Town hall' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await hooks.until((all) => all.some(({ body }) => body.includes('webhook.test')));
  await page.getByText('answered 204').waitFor();
  await rig.picture(page, 'webhook');
  expect(await violations(page)).toEqual([]);
  const before = hooks.received.length;
  await page.getByRole('button', { name: 'Send again' }).click();
  await hooks.until((all) => all.length > before);
});

test('an alarm says what to do; somebody sees to it, and it is silenced with a reason', async () => {
  const page = await rig.open('/settings/alarms', 'Olga', { locale: 'en-GB' });
  const alarm = page.locator('.alarm').filter({ hasText: 'nowhere' });
  await alarm.waitFor();
  await rig.picture(page, 'alarms');
  expect(await violations(page)).toEqual([]);
  await alarm.getByRole('button', { name: 'I see to it' }).click();
  await alarm.getByText(/^Olga sees to it/).waitFor();
  await alarm.getByRole('button', { name: 'Silence' }).click();
  await page.getByLabel('Why').fill('The SIM is on order');
  await page.getByRole('button', { name: 'Tell nobody for 1 day' }).click();
  await alarm.getByText(/^silenced by Olga/).waitFor();
  await page.getByLabel('Which alarms').selectOption('All kinds');
  const kind = page.locator('.kind-row').filter({ hasText: 'A carrier is down for 1 s, a modem for 2 min.' });
  await kind.getByRole('link', { name: '1 silenced' }).waitFor();
  expect(await page.locator('.kind-row').filter({ hasText: 'not now' }).count()).toBeGreaterThan(15);
  // The admins, whose number another test may have changed.
  const kinds = await (await rig.gateway.api.request('GET', '/v1/alarms/kinds')).json();
  const { told } = kinds as { told: { people: number } };
  await page.getByText(`That is ${told.people} people now.`).waitFor();
  await rig.picture(page, 'alarm-kinds');
  expect(await violations(page)).toEqual([]);
  const other = await rig.open('/settings/alarms?state=kinds', 'Vera', {
    locale: 'fr-FR',
    scheme: 'dark',
    width: 390,
  });
  await other.getByText('La dernière sauvegarde a plus de 7 jours', { exact: false }).waitFor();
  expect(await other.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  await rig.picture(other, 'alarm-kinds-390');
  expect(await violations(other)).toEqual([]);
});

test('the configuration is looked at before it is taken over; what needs a restart is named', async () => {
  rig.gateway.rewrite({ sender: 'MAIRIE', routes: [] });
  const page = await rig.open('/settings/configuration', 'Ada', { locale: 'en-GB' });
  await page.getByRole('button', { name: 'See what would change' }).click();
  await page.getByText('Removed routes : nowhere').waitFor();
  await page.getByText(/Only a restart of the gateway takes these over: .*sender/).waitFor();
  await rig.picture(page, 'configuration');
  expect(await violations(page)).toEqual([]);
  rig.gateway.rewrite('routes: 7');
  await page.getByRole('button', { name: 'See what would change' }).click();
  await page.getByRole('alert').getByText('routes').first().waitFor();
});

test('tokens, data and triggers are shown; the own token of a system is revoked by name', async () => {
  await rig.gateway.token('sender');
  const page = await rig.open('/settings/tokens', 'Ada', { locale: 'fr-FR' });
  await page.getByRole('button', { name: 'Révoquer test sender' }).click();
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Refuser « test sender » et retirer ses messages' }).click();
  await page.getByText('0 messages sont retirés', { exact: false }).waitFor();
  await page.getByLabel('Nom du jeton').fill("Station de l'eau");
  await page.getByLabel('Rôle').selectOption('approbateur');
  await page.getByLabel('Appartient à').selectOption('Olga');
  await page.getByText("Les rôles de Olga n'en permettent pas autant", { exact: false }).waitFor();
  await page.getByLabel('Rôle').selectOption('expéditeur');
  await page.getByLabel('Messages par minute, au plus').fill('60');
  expect(await page.locator('.command').textContent()).toBe(
    "node src/main.ts token create --config tocsin.yaml --name 'Station de l'\\''eau' --role sender --user Olga --expires P365D --per-minute 60",
  );
  await rig.picture(page, 'tokens');
  expect(await violations(page)).toEqual([]);
  for (const [path, words] of [
    ['retention', 'Opt-outs, contacts'],
    ['triggers', 'The storm brake lets launches pass.'],
  ] as const) {
    const other = await rig.open(`/settings/${path}`, 'Ada', { locale: 'en-GB', scheme: 'dark' });
    await other.getByText(words, { exact: false }).waitFor();
    expect(await violations(other)).toEqual([]);
    await rig.picture(other, path);
  }
});

test('a viewer and an operator are offered only what they may, and 390 pixels are enough', async () => {
  const page = await rig.open('/settings', 'Vera', { locale: 'en-GB', width: 390 });
  const links = await page.locator('main .section-card').allTextContents();
  expect(links.map((one) => one.replace(/[A-Z].*(?=[A-Z])/, ''))).toHaveLength(4);
  expect(links.join()).not.toMatch(/Users|Tokens|Webhooks|Configuration|Audit/);
  expect(await violations(page)).toEqual([]);
  await page.goto(`${rig.url}settings/users`);
  await page.getByText('Your role does not open this page').waitFor();
  const admin = await rig.open('/settings/users/Vera', 'Ada', { locale: 'fr-FR', width: 390 });
  await admin.getByRole('button', { name: 'Désactiver' }).waitFor();
  for (const path of ['settings/users/Vera', 'settings/users', 'settings/tokens', 'settings/retention']) {
    await admin.goto(`${rig.url}${path}`);
    await admin.locator('.card, .data-table').first().waitFor();
    expect(
      await admin.evaluate('document.documentElement.scrollWidth - innerWidth'),
      path,
    ).toBeLessThanOrEqual(0);
  }
  await rig.picture(admin, 'retention-390');
});
