import type { CDPSession, Page } from 'playwright-core';

/** What a page showed at a time of the machine, ms since the epoch. */
export interface Shown {
  readonly at: number;
  readonly reached: number;
}

/** Looks at a page from within, each quarter of a second, and at what it costs the browser. */
export class PageWatch {
  readonly #page: Page;
  readonly #devtools: CDPSession;
  readonly heaps: number[] = [];

  private constructor(page: Page, devtools: CDPSession) {
    this.#page = page;
    this.#devtools = devtools;
  }

  /** Must be called before the page is opened: it counts long tasks from the beginning. */
  static async of(page: Page): Promise<PageWatch> {
    await page.addInitScript(`
      globalThis.benchTasks = [];
      new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) globalThis.benchTasks.push([startTime, duration]);
      }).observe({ type: 'longtask', buffered: true });
      globalThis.benchShown = [];
      setInterval(() => {
        const figure = document.querySelector('.people-bar-figures dd')?.textContent;
        if (figure) globalThis.benchShown.push([Date.now(), Number(figure.replace(/\\D/g, ''))]);
      }, 250);
    `);
    return new PageWatch(page, await page.context().newCDPSession(page));
  }

  /** The heap of scripts, MB. @param isCollected after a collection, which is a long task of its own */
  async heap(isCollected: boolean): Promise<number> {
    if (isCollected) await this.#devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#devtools.send('Runtime.getHeapUsage');
    const mb = usedSize / 2 ** 20;
    this.heaps.push(mb);
    return mb;
  }

  async shown(): Promise<readonly Shown[]> {
    const pairs = (await this.#page.evaluate('globalThis.benchShown')) as readonly (readonly [
      number,
      number,
    ])[];
    return pairs.map(([at, reached]) => ({ at, reached }));
  }

  /** The lengths of tasks of 50 ms and more, ms. @param from only of those that began so long after the opening, ms */
  async longTasks(from: number): Promise<readonly number[]> {
    const pairs = (await this.#page.evaluate('globalThis.benchTasks')) as readonly (readonly [
      number,
      number,
    ])[];
    return pairs.filter(([start]) => start >= from).map(([, duration]) => duration);
  }
}

/**
 * How old the figures were that a page showed: for each time, since when the truth was above the figure shown.
 * @param truth people reached, by time, rising
 */
export const agesOf = (shown: readonly Shown[], truth: readonly Shown[]): readonly number[] =>
  shown.flatMap(({ at, reached }) => {
    const since = truth.find((one) => one.reached > reached);
    return since === undefined || since.at > at ? [0] : [at - since.at];
  });
