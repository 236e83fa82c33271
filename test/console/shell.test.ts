import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Smsc } from '../../src/sim/smsc/smsc.ts';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig } from '../support/console/console-rig.ts';

let rig: ConsoleRig;
let smsc: Smsc;
beforeAll(async () => {
  smsc = await Smsc.start({ systemId: 'tocsin', password: 'secret' });
  rig = await ConsoleRig.start({
    country: 'FR',
    routes: [
      {
        ...{ id: 'carrier-a', type: 'smpp', host: '127.0.0.1', port: smsc.port, systemId: 'tocsin' },
        password: 'secret',
      },
    ],
  });
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
  await rig.person('Victor', { role: 'viewer', phone: '+33639980002' });
  const roster = {
    name: 'Astreinte',
    timeZone: 'Europe/Paris',
    people: [{ name: 'Bruno', phone: '+33639980003', language: 'fr' }],
    shifts: [{ everyDays: 7, start: '2026-01-05', at: '08:00', who: ['Anna'] }],
    fallback: ['Bruno'],
  };
  expect((await rig.gateway.api.request('POST', '/v1/rosters', roster)).status).toBe(201);
});
afterEach(() => rig.closeWindows());
afterAll(async () => {
  await rig.stop();
  await smsc.close();
});

test('the frame of the console has no violation of WCAG 2.2 AA, in light and dark, in English and French', async () => {
  for (const [scheme, locale] of [
    ['light', 'en-GB'],
    ['dark', 'fr-FR'],
  ] as const) {
    const page = await rig.open('/', 'Anna', { scheme, locale });
    await page.getByRole('button', { name: /^Anna · / }).waitFor();
    expect(await violations(page)).toEqual([]);
    await rig.picture(page, `shell-${scheme}-${locale}`);
    await page.context().close();
  }
});

test('somebody who calls for help is counted at the inbox within seconds, in words and on the icon', async () => {
  const page = await rig.open('/', 'Anna', { locale: 'en-GB' });
  await smsc.sendInbound({ from: '33639980042', to: '38002', text: 'AIDE', systemId: 'tocsin' });
  const inbox = page.locator('nav a[href="/console/inbox"]');
  await inbox.getByText('1 call for help').waitFor();
  await rig.picture(page, 'shell-waiting');
  await page.setViewportSize({ width: 768, height: 1024 });
  expect(await inbox.locator('.room-count').textContent()).toBe('1');
  expect(await inbox.locator('.room-count').isVisible()).toBe(true);
  // The name stays for those who can't see the icon.
  expect(await page.getByRole('link', { name: /Inbox/ }).getAttribute('href')).toBe('/console/inbox');
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'shell-768');
});

test('the bar at the top says who is on duty, and that it is you', async () => {
  const page = await rig.open('/', 'Anna', { locale: 'en-GB' });
  await page.getByRole('button', { name: /^Anna · on duty/ }).click();
  await page.getByRole('menu').getByText('+33 6 39 98 00 01').waitFor();
  await rig.picture(page, 'shell-account');
  const other = await rig.open('/', 'Victor', { locale: 'en-GB' });
  await other.getByText('On duty: Anna').waitFor();
  // Who may write no alert is not offered one.
  expect(await other.getByRole('link', { name: 'New alert' }).count()).toBe(0);
});

test('on a phone all fits into one row at the top, and the rooms into a bar with words and a "More"', async () => {
  for (const locale of ['fr-FR', 'en-GB'] as const) {
    const page = await rig.open('/', 'Anna', { width: 390, height: 844, locale });
    await page.locator('.room-count').first().waitFor();
    expect((await page.locator('.top-bar').boundingBox())?.height).toBeLessThan(64);
    await rig.picture(page, `shell-390-${locale}`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    // The longest word that stands there.
    await page.evaluate("document.querySelector('.mode').textContent = 'EXERCICE'");
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.locator('.rooms .room:visible').count()).toBe(5);
    for (const one of await page.locator('.rooms .room:visible').all()) {
      const box = await one.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect((await one.locator('.room-name-short').textContent())?.trim()).not.toBe('');
    }
    await page.getByRole('button', { name: locale === 'fr-FR' ? 'Plus' : 'More' }).click();
    await page.getByRole('menuitem', { name: locale === 'fr-FR' ? 'Voies' : 'Routes' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await rig.picture(page, `shell-390-more-${locale}`);
    await page.getByRole('menuitem', { name: locale === 'fr-FR' ? 'Voies' : 'Routes' }).click();
    await expect.poll(() => page.url()).toMatch(/\/console\/routes$/);
    await page.context().close();
  }
});

test('keys go to the rooms by the letters that they write, are listed by ?, are silent in fields, and can be turned off', async () => {
  const page = await rig.open('/', 'Anna', { locale: 'en-GB' });
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await expect.poll(() => page.url()).toMatch(/\/console\/people$/);
  // On AZERTY the question mark is Shift and the key that writes M on QWERTY.
  const azerty = { key: '?', code: 'KeyM', shiftKey: true, bubbles: true };
  await page.locator('body').dispatchEvent('keydown', azerty);
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await dialog.waitFor();
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'shell-keys');
  await dialog.getByLabel('Single keys are on').click();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.locator('body').dispatchEvent('keydown', azerty);
  await page.keyboard.press('n');
  expect(await dialog.count()).toBe(0);
  expect(page.url()).toMatch(/\/console\/people$/);
});

test('by the keyboard alone one skips to the page, and after a change of the page goes on from its heading', async () => {
  const page = await rig.open('/', 'Anna', { locale: 'en-GB' });
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.className')).toBe('skip');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('main');
  await page.getByRole('link', { name: 'Routes', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('page-title');
  expect(await page.locator('h1').textContent()).toBe('Routes');
  expect(await page.title()).toMatch(/^(\(\d+\) )?Routes · Tocsin$/);
});

test('a page that fails says what to do; the other rooms work on, and what was typed is kept', async () => {
  const page = await rig.open('/messages/new', 'Anna', { locale: 'en-GB' });
  await page.getByLabel(/^Text/).fill('Typed before');
  await page.route('**/v1/messages?*', (route) => route.fulfill({ json: { items: [null], next: null } }));
  await page.getByRole('link', { name: 'Messages', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'This page has failed' }).waitFor();
  await page.getByText('Nothing was sent by that. Open the page again; what you typed is kept.').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Routes', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Routes' }).waitFor();
  await page.getByRole('link', { name: 'Messages', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'This page has failed' }).waitFor();
  // The gateway has been mended meanwhile.
  await page.unroute('**/v1/messages?*');
  await page.getByRole('button', { name: 'Open the page again' }).click();
  await page.getByRole('heading', { level: 1, name: 'Messages' }).waitFor();
  await page.goto(`${rig.url}messages/new`);
  expect(await page.getByLabel(/^Text/).inputValue()).toBe('Typed before');
  // React tells of the error that it caught.
  expect(rig.troubles.splice(0).length).toBeGreaterThan(0);
});

test('an address that is no page says so, and leads on', async () => {
  const page = await rig.open('/no/such/page', 'Anna', { locale: 'en-GB' });
  expect(await page.locator('h1').textContent()).toBe('There is no such page');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'To "Now"' }).click();
  await expect.poll(() => page.locator('h1').textContent()).toBe('Now');
});

test('dark or light, and the language, are kept in this browser; the language is that of the person elsewhere', async () => {
  const page = await rig.window();
  await rig.enter(page, 'Anna');
  await page.goto(rig.url);
  await page.getByRole('link', { name: 'Nouvelle alerte' }).waitFor();
  for (const choice of ['English', 'Dark']) {
    await page.getByRole('button', { name: /^Anna/ }).click();
    await page.getByRole('menuitem', { name: choice }).click();
  }
  await page.reload();
  await page.getByRole('link', { name: 'New alert' }).waitFor();
  expect(await page.evaluate('document.documentElement.lang')).toBe('en');
  expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
});

test('on paper there is the page alone, black on white, also from a dark screen', async () => {
  const page = await rig.open('/', 'Anna', { scheme: 'dark', locale: 'en-GB' });
  await page.emulateMedia({ media: 'print' });
  for (const part of ['.top-bar', 'nav.rooms', '.skip'])
    expect(await page.locator(part).first().isVisible()).toBe(false);
  expect(await page.locator('h1').isVisible()).toBe(true);
  const colours = await page.evaluate(
    '(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))',
  );
  expect(colours).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
});

test('the console asks nothing but the gateway, and its scripts make no HTML from texts', async () => {
  const page = await rig.open('/', 'Anna');
  const refused = await page.evaluate(`(() => {
    try {
      document.body.insertAdjacentHTML('beforeend', '<img src=x>');
      return '';
    } catch (error) {
      return String(error);
    }
  })()`);
  expect(refused).toContain('the console makes no HTML from texts');
});
