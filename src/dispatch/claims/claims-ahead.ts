import { keptOf } from '../route/kept-places.ts';
import type { RouteRunner } from '../route/route-runner.ts';

/** So long after a critical message claims stay small, ms. */
const CALM_AFTER_MS = 10_000;
/** Nothing is claimed ahead for a carrier that has left a part without an answer for this long, ms. */
const SILENT_MS = 1000;
/** For the time of so many claims parts are claimed ahead: one is written, and the next one waits for it. */
const CLAIMS = 2;
/** Parts are claimed ahead for this time at most, ms: a slow store would else have many in doubt after a crash. */
const MOST_AHEAD_MS = 10;
/** The weight of the last claim in the mean time of a claim. */
const LAST_CLAIM = 0.1;

/**
 * Says how many parts are claimed for a route that has no room for them yet: as many as it takes while the store writes
 * two claims, and no more than it takes at once. A carrier of 1,000 a second gets some five parts ahead. Without them a
 * quicker one would wait for each commit, which would have the messages of half a window (docs/measured.md). A part
 * that is claimed and not sent is in doubt after a crash, as one that was sent without an answer.
 *
 * Pure: times are arguments, of a clock that nobody sets, in ms.
 */
export class ClaimsAhead {
  #claimMs = 0;
  #criticalAt = Number.NEGATIVE_INFINITY;

  /** @param tookMs from the question for a claim to its messages */
  claimed(tookMs: number): void {
    this.#claimMs += (tookMs - this.#claimMs) * LAST_CLAIM;
  }

  /** To be called when a critical message is claimed: the next one must not wait for a large commit. */
  hasCritical(now: number): void {
    this.#criticalAt = now;
  }

  /**
   * The parts to be claimed ahead for the route, 0 or more. None for one that is on trial, degraded or silent, since
   * another route may take the messages sooner. None either where latency bounds the window: they would exceed it.
   */
  for({ meter, status, takesNothing, silentMs, most }: RouteRunner, now: number): number {
    if (status.state !== 'up' || takesNothing || silentMs > SILENT_MS) return 0;
    if (now - this.#criticalAt < CALM_AFTER_MS) return 0;
    const window = status.room + status.inFlight - keptOf(status);
    if (most < window) return 0;
    const aheadMs = Math.min(CLAIMS * this.#claimMs, MOST_AHEAD_MS);
    return Math.floor(Math.min(window, (meter.rate(now) * aheadMs) / 1000));
  }
}
