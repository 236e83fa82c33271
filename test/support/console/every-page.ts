import { expect, onTestFinished } from 'vitest';
import { colourViolations, violations } from './axe.ts';
import { FullHouse } from './full-house.ts';
import { prepareWalk, visit } from './walk.ts';

const SCHEMES = ['light', 'dark'] as const;

interface Look {
  readonly locale: 'en-GB' | 'fr-FR';
  /** Of the window, in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Walks through every page of a full house, light and dark: all must keep to WCAG 2.2 AA and fit the window. */
export const walkEveryPage = async ({ locale, width, height }: Look): Promise<void> => {
  let written = 0;
  const house = await FullHouse.start((most, about) => `Rive nord ${++written}, ${about}`.slice(0, most));
  onTestFinished(() => house.stop());
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
};
