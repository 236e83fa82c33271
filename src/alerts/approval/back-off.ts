import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 60_000;
/** The largest number of alerts whose failures are remembered; the oldest is forgotten first. */
const MOST = 1000;

interface Failed {
  readonly times: number;
  readonly nextMs: number;
}

/**
 * Tries what is to be done for each alert. A failure of one alert is logged and holds up no other; the alert is tried
 * again after 1 s, 2 s, 4 s, and so on, up to a minute.
 */
export class BackOff {
  readonly #failed = new Map<number, Failed>();
  readonly #clock: Pick<Clock, 'now'>;
  readonly #log: Log;

  constructor({ clock, log }: { readonly clock: Pick<Clock, 'now'>; readonly log: Log }) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Resolves with what `run` resolves with; after a failure, with the time at which it may be tried again. */
  async attempt(alert: number, run: () => Promise<number | undefined>): Promise<number | undefined> {
    const before = this.#failed.get(alert);
    const waitMs = (before?.nextMs ?? 0) - this.#clock.now();
    // A time further ahead than any pause is left from before the clock was set back.
    if (before !== undefined && waitMs > 0 && waitMs <= LONGEST_PAUSE_MS) return before.nextMs;
    try {
      const nextMs = await run();
      this.#failed.delete(alert);
      return nextMs;
    } catch (error) {
      const times = (before?.times ?? 0) + 1;
      const nextMs = this.#clock.now() + Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (times - 1));
      this.#log.error({ err: error, alert }, 'the approval of an alert cannot go on; trying it again later');
      this.#failed.set(alert, { times, nextMs });
      const [oldest] = this.#failed.keys();
      if (this.#failed.size > MOST && oldest !== undefined) this.#failed.delete(oldest);
      return nextMs;
    }
  }
}
