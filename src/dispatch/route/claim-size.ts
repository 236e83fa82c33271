import { keptOf } from './kept-places.ts';
import type { RouteRunner } from './route-runner.ts';

/** A route that takes so few parts at once gets them by one claim. */
const UNDIVIDED = 20;
/** The most parts of one claim for a larger window: the carrier would wait too long for the commit of more. */
const LARGEST = 200;
/** So long after a critical message claims stay small, ms. */
const CALM_AFTER_MS = 10_000;
/** For the time of so many claims parts are claimed ahead: one is written, and the next one waits for it. */
const CLAIMS = 2;
/** Parts are claimed ahead for this time at most, ms: a slow store would else have many in doubt after a crash. */
const MOST_AHEAD_MS = 10;
/** The weight of the last claim in the mean time of a claim. */
const LAST_CLAIM = 0.1;

/**
 * The most parts that one claim may bring: half of what the route takes at once and what is claimed ahead. So the route
 * sends the one half while the store writes the other. With claims for all of it the two took turns, and a tenth less
 * was delivered, and with a window of 1,000 a fifth less if each claim was for 500 (docs/measured.md).
 */
export const mostOfClaim = (
  { route, status }: Pick<RouteRunner, 'route' | 'status'>,
  critical: boolean,
  ahead: number,
): number => {
  const { mostPartsPerClaim } = route.capabilities;
  const atOnce = status.room + status.inFlight;
  if (atOnce <= UNDIVIDED) return mostPartsPerClaim;
  const half = Math.ceil((atOnce - (critical ? 0 : keptOf(status)) + ahead) / 2);
  return Math.min(mostPartsPerClaim, LARGEST, half);
};

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

  /** To be called when a critical message waits: one that comes soon after it must not wait for a large commit. */
  hasCritical(now: number): void {
    this.#criticalAt = now;
  }

  /** The parts to be claimed ahead for the route, 0 or more. */
  for({ meter, status, takesNothing, trust }: RouteRunner, now: number): number {
    const isOnTrial = takesNothing || Number.isFinite(trust.most);
    if (isOnTrial || now - this.#criticalAt < CALM_AFTER_MS) return 0;
    const most = status.room + status.inFlight - keptOf(status);
    const aheadMs = Math.min(CLAIMS * this.#claimMs, MOST_AHEAD_MS);
    return Math.floor(Math.min(most, (meter.rate(now) * aheadMs) / 1000));
  }
}
