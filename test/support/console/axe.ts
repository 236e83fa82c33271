import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The rules of WCAG 2.2, levels A and AA, and what axe calls best practice. */
const ALL: axe.RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

/** The rules that look at colours: of all others, another scheme changes nothing. */
const COLOURS: axe.RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

const run = async (page: Page, only: axe.RunOnly): Promise<readonly string[]> => {
  // A page that was looked at before has it still.
  if (await page.evaluate("typeof axe === 'undefined'")) await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(
    (runOnly) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run({
        runOnly,
        resultTypes: ['violations'],
        preload: false,
      }),
    only,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
};

/** What axe finds against WCAG 2.2 AA on a page, one line for each element. */
export const violations = (page: Page): Promise<readonly string[]> => run(page, ALL);

/** What axe finds against the colours of a page, one line for each element. */
export const colourViolations = (page: Page): Promise<readonly string[]> => run(page, COLOURS);
