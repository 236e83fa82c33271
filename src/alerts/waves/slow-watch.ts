import type { AlertDraft } from '../../domain/alerts/alert.ts';
import type { AlertTraffic } from '../../domain/alerts/alert-traffic.ts';
import type { Clock } from '../../kernel/clock.ts';
import { onlySlowRoutesLeft } from '../preview/forecast.ts';

/**
 * How long no fast route must have been usable, ms, until the short texts go out. A carrier's link that was cut is
 * often back sooner, and what has the short text keeps it.
 */
const SHORT_AFTER_MS = 30_000;

export interface SlowWatchDeps {
  readonly traffic: Pick<AlertTraffic, 'paces'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Remembers when fast routes were usable last, to tell a cut link from carriers that are gone. */
export class SlowWatch {
  readonly #deps: SlowWatchDeps;
  readonly #usableAt = new Map<string, number>();

  constructor(deps: SlowWatchDeps) {
    this.#deps = deps;
  }

  /**
   * Whether only slow routes have been left for the alert for `SHORT_AFTER_MS`, or no others are configured for it. To
   * be called often: a fast route counts as usable until it is seen to be unusable.
   */
  isDegraded(draft: Pick<AlertDraft, 'routes'>): boolean {
    const { traffic, clock } = this.#deps;
    const now = clock.now();
    const paces = traffic.paces();
    for (const { id, usable, capabilities } of paces)
      if (usable || capabilities.isSlow || !this.#usableAt.has(id)) this.#usableAt.set(id, now);
    if (!onlySlowRoutesLeft(paces, draft)) return false;
    return paces
      .filter(({ id, capabilities }) => !capabilities.isSlow && draft.routes?.includes(id) !== false)
      .every(({ id }) => now - (this.#usableAt.get(id) ?? now) >= SHORT_AFTER_MS);
  }
}
