import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig } from '../support/console/console-rig.ts';

/** Whether all pictures of a page are there. A picture that is below the window is only asked for once it comes near. */
const PICTURES_SHOWN = `(() => {
  const all = [...document.querySelectorAll('.guide-picture img')];
  return all.length > 0 && all.every((one) => one.complete && one.naturalWidth > 0 && one.alt.length >= 20);
})()`;

let rig: ConsoleRig;
beforeAll(async () => {
  rig = await ConsoleRig.start({ routes: [] });
  await rig.person('Vera', { role: 'viewer', phone: '+33639980001' });
});
afterAll(() => rig.stop());

test('the guide is found by its words, read chapter by chapter, without any other network', async () => {
  const page = await rig.open('/guide', 'Vera', { locale: 'en-GB' });
  await page.getByText('Nothing goes out before a button', { exact: false }).waitFor();
  await page.getByLabel('Search in the guide').fill('warned number');
  await page.getByRole('link', { name: 'Was she warned?' }).click();
  await page.getByText('written as you like: 06 39 98 00 42', { exact: false }).waitFor();
  await page.locator('.guide-picture img').last().scrollIntoViewIfNeeded();
  await expect.poll(() => page.evaluate(PICTURES_SHOWN)).toBe(true);
  await rig.picture(page, 'guide-chapter');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Next: People and areas' }).click();
  await page.getByRole('heading', { level: 1, name: 'People and areas' }).waitFor();
});

test('in French, in the dark, on a phone; the table of keys too', async () => {
  const page = await rig.open('/guide/keys', 'Vera', { locale: 'fr-FR', scheme: 'dark', width: 390 });
  await page.getByRole('cell', { name: 'une nouvelle alerte' }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Tout le guide, pour imprimer' }).click();
  await page.getByRole('heading', { level: 2, name: 'Astreinte' }).waitFor();
  // On paper nobody scrolls: all pictures are loaded at once.
  await expect.poll(() => page.evaluate(PICTURES_SHOWN)).toBe(true);
  expect(await page.locator('.guide-picture img[src*="-fr-"]').count()).toBeGreaterThan(10);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  await rig.picture(page, 'guide-all');
});
