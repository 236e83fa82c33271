import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FullHouse } from '../support/console/full-house.ts';
import { prepareWalk, stray, visit } from '../support/console/walk.ts';

let house: FullHouse;
let written = 0;

/** A formula, two scripts, a turn of the writing, then one word without end. No brace: templates read those. */
const hostile = (most: number, about: string): string => {
  written++;
  const markup = `=1+${written}<img src=x onerror="hacked=1"></script><script>hacked=1</script>`;
  if (about === 'SMS') return markup.padEnd(most, 'w');
  const text = `${markup}\u202e${about}\u2066`;
  return most < text.length ? `=<b>\u202e${written}`.slice(0, most) : text.padEnd(most, 'w');
};

beforeAll(async () => {
  house = await FullHouse.start(hostile);
});
afterAll(() => house.stop());

test('texts that are scripts, formulas, turned round or endless break no page, also not at 320 x 256 pixels', async () => {
  const { rig, paths } = house;
  const page: Page = await rig.window({ width: 320, height: 256, locale: 'en-GB' });
  await rig.enter(page, 'Ada');
  await page.addInitScript(() => localStorage.setItem('tocsin.language', 'en'));
  await prepareWalk(page);
  await page.goto(rig.url);
  await page.locator('#page-title').waitFor();
  const found: string[] = [];
  for (const path of paths) {
    await visit(page, path);
    found.push(...(await stray(page)).map((what) => `${path}: ${what}`));
    await rig.picture(page, `hostile${path.replaceAll(/[^a-z0-9]+/gi, '-')}`);
  }
  expect(found).toEqual([]);
});
