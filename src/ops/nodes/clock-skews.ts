import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Others } from './others.ts';

/** How far the clocks of two nodes may be apart before it is said, ms. */
const MOST_SKEW_MS = 5000;

interface ClockSkewsDeps {
  readonly others: Pick<Others, 'all'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/**
 * Says once of each other node that its clock is not that of this one: the validity of messages and the times of alerts
 * are those of whichever node looks at them.
 */
export class ClockSkews {
  readonly #deps: ClockSkewsDeps;
  #skewed = new Set<string>();
  #wasAhead = false;

  constructor(deps: ClockSkewsDeps) {
    this.#deps = deps;
  }

  /**
   * To be called when the other nodes have said their times.
   * @returns whether the clock of another node is ahead, or was when this was last asked
   */
  compare(): boolean {
    const { others, clock, log } = this.#deps;
    const apart = others.all.filter(
      ({ status }) => status?.at !== undefined && Math.abs(status.at - clock.now()) > MOST_SKEW_MS,
    );
    for (const { name, status } of apart)
      if (!this.#skewed.has(name))
        log.warn(
          { node: name, apartMs: (status?.at ?? 0) - clock.now() },
          'the clocks of two nodes are apart: set them by NTP',
        );
    this.#skewed = new Set(apart.map(({ name }) => name));
    const wasAhead = this.#wasAhead;
    this.#wasAhead = apart.some(({ status }) => (status?.at ?? 0) > clock.now());
    return this.#wasAhead || wasAhead;
  }
}
