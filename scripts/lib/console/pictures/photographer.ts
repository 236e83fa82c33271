import { writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { ConsoleRig } from '../../../../test/support/console/console-rig.ts';
import { smallPng } from './small-png.ts';

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
}

export const looks: readonly Look[] = [
  [1440, 900],
  [768, 1024],
  [390, 844],
].flatMap(([width = 0, height = 0]) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, height, scheme })),
);

export interface Shot {
  /** The room, and what of it: the name of the picture. */
  readonly name: string;
  /** Below /console. */
  readonly path: string;
  /** Who looks; without one, nobody is signed in. */
  readonly as?: string;
  /** What is done on the page before the picture, such as a step of a form. */
  readonly act?: (page: Page) => Promise<void>;
  /** Selectors of what the picture is of, with a little of the page around it; without them, the whole page. */
  readonly part?: string;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Of the page around what a picture is of, so that no frame lies on the edge. */
const AROUND = 12;

/** The smallest part of the page that has all elements. */
const boxAround = async (page: Page, selectors: string): Promise<Box> => {
  const found = await page.locator(selectors).all();
  const boxes = (await Promise.all(found.map((one) => one.boundingBox()))).filter((box) => box !== null);
  if (boxes.length === 0) throw new Error(`nothing on the page is ${selectors}`);
  const [left, top] = [Math.min(...boxes.map(({ x }) => x)), Math.min(...boxes.map(({ y }) => y))];
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  return {
    x: Math.max(0, Math.floor(left) - AROUND),
    y: Math.max(0, Math.floor(top) - AROUND),
    width: Math.ceil(right - left) + 2 * AROUND,
    height: Math.ceil(bottom - top) + 2 * AROUND,
  };
};

/** Events and figures come after the page: this is how long they are given. */
const SETTLE_MS = 500;

/** Nothing is being loaded any more. */
const settled = async (page: Page): Promise<void> => {
  await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(SETTLE_MS);
};

/** Takes pictures of pages, one window for each person and look. */
export class Photographer {
  readonly #rig: ConsoleRig;
  readonly #language: 'en' | 'fr';
  readonly #windows = new Map<string, Page>();
  /** What could not be taken, and why. */
  readonly failed: string[] = [];

  constructor(rig: ConsoleRig, language: 'en' | 'fr') {
    this.#rig = rig;
    this.#language = language;
  }

  async take(shot: Shot, look: Look, file: string, { wholePage = true } = {}): Promise<void> {
    try {
      const page = await this.#window(shot.as, look);
      await page.goto(`${this.#rig.origin}/console${shot.path}`);
      await page.locator('h1').first().waitFor();
      await settled(page);
      await shot.act?.(page);
      if (shot.act) await settled(page);
      if (shot.part === undefined) await page.screenshot({ path: file, fullPage: wholePage });
      else {
        // Nothing looks as if it were pointed at.
        await page.mouse.move(0, 0);
        const picture = await page.screenshot({ clip: await boxAround(page, shot.part) });
        await writeFile(file, smallPng(picture));
      }
      const beyond = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      if (beyond > 0) this.failed.push(`${file}: is ${beyond} px wider than the window`);
    } catch (error) {
      this.failed.push(`${file}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
    }
  }

  async #window(who: string | undefined, look: Look): Promise<Page> {
    const key = `${who} ${look.width} ${look.scheme}`;
    const known = this.#windows.get(key);
    if (known) return known;
    const locale = this.#language === 'fr' ? 'fr-FR' : 'en-GB';
    const page = await this.#rig.window({ ...look, locale });
    page.setDefaultTimeout(20_000);
    if (who !== undefined) {
      await this.#rig.enter(page, who);
      await page.addInitScript((one) => localStorage.setItem('tocsin.language', one), this.#language);
    }
    this.#windows.set(key, page);
    return page;
  }
}
