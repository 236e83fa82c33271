import type { Clock } from '../kernel/clock.ts';

/** After so many waits that found no message, receipts of the route do not wait. */
const MOST_IN_VAIN = 20;
/** One that found a message makes up for so many: where fewer do, waiting costs more than it saves. */
const WORTH = 5;
/** For so long, ms. */
const REST_MS = 60_000;

interface InVain {
  readonly times: number;
  readonly lastAt: number;
}

/**
 * Routes whose receipts wait in vain. Another system may send by the same account, and the carrier gives us its
 * receipts: while they wait, they keep back what comes behind them on the same session.
 */
export class VainWaits {
  readonly #clock: Pick<Clock, 'elapsed'>;
  readonly #byRoute = new Map<string, InVain>();

  constructor(clock: Pick<Clock, 'elapsed'>) {
    this.#clock = clock;
  }

  isLikely(route: string): boolean {
    const { times, lastAt } = this.#byRoute.get(route) ?? { times: 0, lastAt: 0 };
    return times >= MOST_IN_VAIN && this.#clock.elapsed() - lastAt < REST_MS;
  }

  /** @param isFound whether a message was found for a receipt of the route that had waited */
  count(route: string, isFound: boolean): void {
    const { times = 0 } = this.#byRoute.get(route) ?? {};
    const now = Math.max(0, isFound ? times - WORTH : times + 1);
    this.#byRoute.set(route, { times: Math.min(now, 2 * MOST_IN_VAIN), lastAt: this.#clock.elapsed() });
  }
}
