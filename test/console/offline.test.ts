import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig } from '../support/console/console-rig.ts';
import type { Wire } from '../support/console/wire.ts';

let rig: ConsoleRig;
let wire: Wire;
beforeAll(async () => {
  rig = await ConsoleRig.start({ routes: [] }, { hasWire: true });
  await rig.person('Anna', { role: 'operator', phone: '+33639980001' });
  if (rig.wire === undefined) throw new Error('the rig has no wire');
  wire = rig.wire;
});
afterEach(() => wire.mend());
afterEach(() => rig.closeWindows());
afterAll(() => rig.stop());

const lost = (page: Page) => page.getByText(/^No connection to the gateway since \d\d:\d\d:\d\d/);
const back = (page: Page) => page.getByText('The gateway answers again. All is read anew.');

test('a cut network is said at once, with since when and how old the page is; once it is back all is read anew and the banner goes', async () => {
  const page = await rig.open('/', 'Anna', { locale: 'en-GB', width: 390, height: 844 });
  await page.locator('.heard-open').waitFor();
  wire.cut();
  await lost(page).waitFor();
  await page.getByText(/^What you see is \d+\sm?i?n?s? old\.$/).waitFor();
  // The age stands in the bar at the top too, in place of the time.
  await page.locator('.heard-lost').waitFor();
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'offline-390');
  const read = page.waitForResponse((one) => one.url().includes('/v1/cases') && one.ok());
  wire.mend();
  await back(page).waitFor();
  await read;
  expect(await lost(page).count()).toBe(0);
  await page.locator('.heard-open').waitFor();
});

test('a gateway that is restarted is found again by itself, in the same session', async () => {
  const page = await rig.open('/people', 'Anna', { locale: 'en-GB' });
  await page.locator('.heard-open').waitFor();
  await rig.restartGateway(() => lost(page).waitFor());
  await back(page).waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(new URL(page.url()).pathname).toBe('/console/people');
});

test('a cable that was pulled out ends no stream, and is noticed all the same', async () => {
  const page = await rig.window();
  await page.clock.install();
  await rig.enter(page, 'Anna');
  await page.addInitScript("localStorage.setItem('tocsin.language', 'en')");
  await page.goto(rig.url);
  await page.locator('.heard-open').waitFor();
  wire.silence();
  // The gateway is asked every ten seconds whether it lives, and has five for an answer.
  await page.clock.runFor(10_100);
  await lost(page).waitFor();
});

test('a page whose script is not there any more says so, and is loaded anew without losing what was typed', async () => {
  const page = await rig.open('/', 'Anna', { locale: 'en-GB' });
  await page.evaluate("sessionStorage.setItem('tocsin.kept.draft', '\"typed\"')");
  await page.route('**/assets/drills-room-*.js', (route) => route.fulfill({ status: 404, body: '' }));
  await page.getByRole('link', { name: 'Drills' }).click();
  await page.getByRole('heading', { name: 'This page could not be loaded' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'chunk-lost');
  // The other rooms work on.
  await page.getByRole('link', { name: 'Routes', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Routes' }).waitFor();
  await page.getByRole('link', { name: 'Drills' }).click();
  // While the gateway is silent, the console stays on the screen.
  wire.cut();
  const anew = page.getByRole('button', { name: 'Load the console anew' });
  await anew.click();
  await page.getByText(/The gateway does not answer\. Alerts go on/).waitFor();
  wire.mend();
  await page.unroute('**/assets/drills-room-*.js');
  await anew.click();
  await page.getByRole('heading', { name: 'Drills' }).waitFor();
  expect(await page.evaluate("sessionStorage.getItem('tocsin.kept.draft')")).toBe('"typed"');
  // React tells of the error that it caught.
  for (const trouble of rig.troubles.splice(0)) expect(trouble).toContain('could not be loaded');
});

test('a gateway that does not answer at the start is asked until it does', async () => {
  const page = await rig.window();
  await rig.enter(page, 'Anna');
  await page.route('**/v1/session', (route) => route.abort());
  await page.goto(rig.url);
  await page.getByText(/^The gateway does not answer/).waitFor();
  await rig.picture(page, 'silent-at-start');
  await page.unroute('**/v1/session');
  await page.locator('#page-title').waitFor();
});
