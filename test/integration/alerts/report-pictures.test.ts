import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import bundled from '@sparticuz/chromium';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportHtml } from '../../../src/alerts/report/page/report-html.ts';
import { formatFor } from '../../../src/alerts/report/words/format.ts';
import { reportLanguages } from '../../../src/alerts/report/words/language.ts';
import { reportExample } from '../../support/alerts/report-example.ts';

/** Where the pictures are left to be looked at; git ignores it. */
const PICTURES = fileURLToPath(new URL('../../../.cache/report/', import.meta.url));
/** The height of a picture that can still be read. */
const PICTURE = 1500;
const PHONE = { width: 390, height: 844 };
/** A4 without its margins at 96 dpi. */
const PAPER = { width: 688, height: 1000 };

let browser: Browser | undefined;
let why = '';
beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  try {
    const executablePath = await bundled.executablePath();
    // With one process for all, the browser ends with its first page.
    const args = bundled.args.filter((arg) => arg !== '--single-process');
    browser = await chromium.launch({ executablePath, args });
  } catch (error) {
    why = `no Chromium runs here: ${error instanceof Error ? error.message.split('\n', 1)[0] : error}`;
  }
});
afterAll(() => browser?.close());

/** The page as a browser shows it. */
const shown = async (html: string, viewport: typeof PHONE, media: 'screen' | 'print'): Promise<Page> => {
  const page = await browser?.newPage({ viewport });
  if (page === undefined) throw new Error(why);
  await page.emulateMedia({ media });
  await page.setContent(html);
  return page;
};

/** Pictures of the whole page, from its top on: one that is higher than 16,384 pixels would show the page twice. */
const pictures = async (page: Page, name: string, width: number): Promise<void> => {
  const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
  for (let at = 0, n = 1; at < height; at += PICTURE, n++) {
    const clip = { x: 0, y: at, width, height: Math.min(PICTURE, height - at) };
    await page.screenshot({ path: `${PICTURES}${name}-${n}.png`, fullPage: true, clip });
  }
};

describe.each(reportLanguages)('the page of the after-action report in %s', (language) => {
  const report = reportExample();
  const html = reportHtml(report, formatFor(language, 'Europe/Paris', report.alert.created.at));

  test('fits a phone: nothing is wider than its screen, and the rows of wide tables are blocks with labels', async (context) => {
    if (browser === undefined) return context.skip(why);
    const page = await shown(html, PHONE, 'screen');
    await pictures(page, `${language}-phone`, PHONE.width);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
    expect(
      await page.evaluate(`[...document.querySelectorAll('td')].filter((cell) => {
        const { left, right } = cell.getBoundingClientRect();
        return left < 0 || right > ${PHONE.width};
      }).map((cell) => cell.textContent)`),
    ).toEqual([]);
    await page.close();
  });

  test('is printed on A4 with the head of each table on each page, and numbers on the right', async (context) => {
    if (browser === undefined) return context.skip(why);
    const page = await shown(html, PAPER, 'print');
    await pictures(page, `${language}-paper`, PAPER.width);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    writeFileSync(`${PICTURES}${language}.pdf`, pdf);
    // 210 mm × 297 mm in points.
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 (594|595)[\d.]* (841|842)[\d.]*\]/);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PAPER.width);
    const heads = await page.evaluate(
      `[...document.querySelectorAll('thead')].map((head) => getComputedStyle(head).display)`,
    );
    expect(new Set(heads as string[])).toEqual(new Set(['table-header-group']));
    const numbers = await page.evaluate(
      `[...document.querySelectorAll('.n')].map((cell) => getComputedStyle(cell).textAlign)`,
    );
    expect(new Set(numbers as string[])).toEqual(new Set(['right']));
    await page.close();
  });
});
