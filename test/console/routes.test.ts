import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleNight } from '../support/console/night.ts';
import { numberOf } from '../support/store/messages.ts';

let night: ConsoleNight;
let page: Page;
beforeAll(async () => {
  night = await ConsoleNight.start(
    {},
    {
      modem: { ownNumber: '+33639980042', operator: '<b>Évil</b> \u202eteN' },
      more: { limits: { perDay: 50 } },
    },
  );
  page = await night.rig.open('/routes', 'Anna', { locale: 'en-GB' });
});
afterAll(() => night.stop());

const fact = (at: Locator, name: string): Locator =>
  at.locator('.route-facts > div', { hasText: name }).locator('dd').first();

const WIDE = `document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('main *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth).map(({ className, tagName }) => tagName + ' ' + className)`;

test('the list tells of each route its state since when, its rate against its contract, and its place', async () => {
  const viewer = await night.rig.open('/routes', 'Chloé', { locale: 'en-GB' });
  const orange = viewer.getByRole('row').filter({ hasText: 'orange' });
  await orange
    .getByText(/since \d\d:\d\d:\d\d/)
    .first()
    .waitFor();
  await orange.getByText('of 500/s').waitFor();
  await viewer.getByRole('row').filter({ hasText: 'modem-1' }).getByText('2', { exact: true }).waitFor();
  expect(await viewer.getByRole('button', { name: /Disable|Désactiver/ }).count()).toBe(0);
  expect(await violations(viewer)).toEqual([]);
  await night.rig.picture(viewer, 'list');
});

test('a route is disabled and enabled, with what that means said before', async () => {
  await page.getByRole('button', { name: 'Disable: sfr' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('These send on: orange, modem-1.').waitFor();
  await dialog.getByRole('button', { name: 'Send nothing more by sfr' }).click();
  await page.getByRole('row').filter({ hasText: 'sfr' }).getByText('disabled', { exact: true }).waitFor();
  await night.client.untilRoute('sfr', 'disabled');
  await page.getByRole('button', { name: 'Enable: sfr' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send by sfr again' }).click();
  await page.getByRole('button', { name: 'Disable: sfr' }).waitFor();
  await night.client.untilRoute('sfr', 'up');
});

test('a test message is followed until it is delivered', async () => {
  await page.goto(`${night.rig.gateway.url}/console/routes/orange`);
  await page.getByLabel('Number of a phone of yours').fill('12');
  await page.getByRole('button', { name: 'Send one SMS by orange' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Number of a phone of yours').fill('06 39 98 00 77');
  await page.getByRole('button', { name: 'Send one SMS by orange' }).click();
  await page.getByText('delivered', { exact: true }).waitFor();
  expect(night.orange.phones.texts('+33639980077')).toHaveLength(1);
});

test('a trace shows the PDUs as they pass, masked, and is downloaded', async () => {
  await page.goto(`${night.rig.gateway.url}/console/routes/orange`);
  await page.getByRole('button', { name: 'Start a trace' }).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.getByLabel('Show numbers whole').count()).toBe(0);
  await dialog.getByRole('button', { name: 'Trace for 10 minutes' }).click();
  await page.getByText(/^It runs until/).waitFor();
  await night.client.send({ to: numberOf(7), text: 'Montez.', routes: ['orange'] });
  const lines = page.getByRole('region', { name: /Lines of the trace/ });
  await lines
    .getByText(/submit_sm \d+, .* to 3363…\d\d/)
    .first()
    .waitFor();
  expect(await lines.textContent()).not.toContain('Montez');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: /^Download/ }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('trace-orange.txt');
  await night.rig.picture(page, 'carrier');
});

test('a modem tells what it is, what its SIM may still send, and its signal as a curve and a table', async () => {
  await page.goto(`${night.rig.gateway.url}/console/routes/modem-1`);
  const main = page.locator('main');
  expect(await fact(main, 'IMEI').textContent()).toBe('490154203237518');
  expect(await fact(main, 'ICCID').textContent()).toMatch(/^8988…0017$/);
  expect(await fact(main, 'IMSI').textContent()).toBe('00101…');
  expect(await fact(main, 'Operator').textContent()).toContain('<b>Évil</b>');
  expect(await fact(main, 'SMS today').textContent()).toBe('50');
  await main.locator('.big-figure', { hasText: /−\d+ dBm/ }).waitFor();
  await main.locator('.curve path').first().waitFor({ state: 'attached' });
  await main.getByText('As a table').click();
  await main.getByRole('table', { name: 'Signal of the last day' }).getByRole('row').nth(1).waitFor();
  await night.rig.picture(page, 'modem');
  expect(await violations(page)).toEqual([]);
});

test('a phone, a dark window and French show the routes without scrolling sideways', async () => {
  const phone = await night.rig.open('/routes', 'Anna', {
    width: 390,
    height: 844,
    scheme: 'dark',
    locale: 'fr-FR',
  });
  for (const path of ['/routes', '/routes/modem-1', '/routes/orange']) {
    await phone.setViewportSize({ width: 390, height: 844 });
    await phone.goto(`${night.rig.gateway.url}/console${path}`);
    await phone.locator('.table-card, .route-page').waitFor();
    expect(await violations(phone)).toEqual([]);
    for (const width of [390, 768]) {
      await phone.setViewportSize({ width, height: 844 });
      await night.rig.picture(phone, `routes-${width}${path.replaceAll('/', '-')}`);
      // What is wider than the window, if anything is.
      expect(await phone.evaluate(WIDE)).toEqual([]);
    }
  }
});
