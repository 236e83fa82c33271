import { afterAll, beforeAll, expect, test } from 'vitest';
import { colourViolations, violations } from '../support/console/axe.ts';
import { FullHouse } from '../support/console/full-house.ts';
import { prepareWalk, visit } from '../support/console/walk.ts';

const SCHEMES = ['light', 'dark'] as const;

let house: FullHouse;
let written = 0;

beforeAll(async () => {
  house = await FullHouse.start((most, about) => `Rive nord ${++written}, ${about}`.slice(0, most));
});
afterAll(() => house.stop());

for (const { locale, width, height } of [
  { locale: 'en-GB', width: 1440, height: 900 },
  // A window of 1280 x 800 pixels at 200 %. The longer language shows what has no place.
  { locale: 'fr-FR', width: 640, height: 400 },
] as const)
  test(`every page keeps to WCAG 2.2 AA, light and dark, in ${locale}, ${width} pixels wide`, async () => {
    const { rig, paths } = house;
    const page = await rig.window({ scheme: SCHEMES[0], locale, width, height });
    const wear = async (scheme: (typeof SCHEMES)[number]): Promise<void> => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor();
    };
    await rig.enter(page, 'Ada');
    await page.addInitScript((one) => localStorage.setItem('tocsin.language', one), locale.slice(0, 2));
    await prepareWalk(page);
    await page.goto(rig.url);
    await page.locator('#page-title').waitFor();
    const found: string[] = [];
    const note = (about: string, lines: readonly string[]): void => {
      found.push(...lines.map((line) => `${about}: ${line}`));
    };
    for (const [index, path] of paths.entries()) {
      // The page is walked to in the scheme that the one before was left in, so that each page changes it once.
      const [first, second] =
        index % 2 === 0 ? SCHEMES : ([SCHEMES[1], SCHEMES[0]] as const satisfies readonly string[]);
      await visit(page, path);
      note(`${path}, ${first}`, await violations(page));
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      if (wide > 0) note(path, [`wider than the window by ${wide}`]);
      await wear(second);
      note(`${path}, ${second}`, await colourViolations(page));
    }
    expect(found).toEqual([]);
    await page.context().close();
  }, 300_000);
