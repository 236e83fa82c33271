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
  /** Those of which it was said. A node that was frozen says an old time once, as it wakes, and its clock is right. */
  #told = new Set<string>();
  /** The last time that each other node has said. */
  #said = new Map<string, number>();
  #wasAhead = false;

  constructor(deps: ClockSkewsDeps) {
    this.#deps = deps;
  }

  /**
   * To be called when the other nodes have said their times.
   * @param sinceMs when they were asked, ms since the epoch: the answer may have taken long
   * @returns whether the clocks of others are ahead, or were when this was last asked, and this one is not alone with
   * its time
   */
  compare(sinceMs: number): boolean {
    const { others, clock, log } = this.#deps;
    const said = new Map<string, number>();
    for (const { name, status } of others.all) if (status?.at !== undefined) said.set(name, status.at);
    // A node that says no new time does not beat: its last time only gets older.
    const apart = [...said].filter(([name, at]) => {
      if (this.#said.get(name) === at) return this.#skewed.has(name);
      return at < sinceMs - MOST_SKEW_MS || at > clock.now() + MOST_SKEW_MS;
    });
    for (const [node, at] of apart) {
      const isSaidTwice = this.#skewed.has(node) && this.#said.get(node) !== at;
      if (!isSaidTwice || this.#told.has(node)) continue;
      log.warn({ node, apartMs: at - clock.now() }, 'the clocks of two nodes are apart: set them by NTP');
      this.#told.add(node);
    }
    this.#skewed = new Set(apart.map(([name]) => name));
    this.#told = new Set([...this.#told].filter((name) => this.#skewed.has(name)));
    this.#said = said;
    const ahead = apart.filter(([, at]) => at > clock.now()).length;
    const wasAhead = this.#wasAhead;
    this.#wasAhead = ahead > 0 && ahead <= said.size - ahead + 1;
    return this.#wasAhead || wasAhead;
  }
}
