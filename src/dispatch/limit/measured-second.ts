import { isLifted, type Reading } from './conclusion.ts';

const FLOOR = 1;
const EASED_FAR = 0.7;
const EASED = 0.95;
const QUIET_MS = 300;
const QUIET_PARTS = 3;
const DOUBLING_MS = 600;
const ABOVE = 1.1;
/** Shorter than that it was the pause of a try, not the carrier's silence. */
const SILENCE_MS = 300;
/** Until then the refusals may be for what left before, or be the end of a window that was full. */
const LATE_MS = 500;
/** Shares of refused parts that mean nothing. After a probe a burst was spent already, so that less means the limit. */
const FEW = 0.02;
const FEW_AFTER_PROBE = 0.01;

export interface MeasuredFrom {
  /** At which parts were refused, and at which it goes on: parts per second. */
  readonly refusedRate: number;
  readonly rate: number;
  /** What is believed now, infinite for none. */
  readonly limit: number;
  /** The limit that was probed: 0 at the start; undefined where it was held. */
  readonly above: number | undefined;
  /** Accepted in the second before. */
  readonly before: number;
  readonly roundTripMs: number;
}

/**
 * What is accepted in a whole second, once the answers to what left before are in, while each alarm makes the rate less.
 * After a lift the second one counts: the first is filled already, or paid from a bucket. Pure, in ms.
 */
export class MeasuredSecond {
  readonly above: number | undefined;
  readonly #from: MeasuredFrom;
  readonly #lifted: boolean;
  /** The limit may be far from what is believed: the rate follows the refusals, down and up. */
  readonly #far: boolean;
  #again: boolean;
  #rate: number;
  #refusedRate: number;
  #since: number;
  #alarmedAt: number;
  #most: number;
  #refusedLate = 0;
  #silentMs = 0;
  #takenAt = Number.NaN;
  #leastGapMs = Number.POSITIVE_INFINITY;
  #refusedGapMs = 0;

  constructor(from: MeasuredFrom, now: number) {
    const { above, limit } = from;
    this.above = above;
    this.#from = from;
    this.#far = above !== undefined && isLifted(limit, above);
    this.#lifted = this.#far && above !== 0;
    this.#again = this.#lifted;
    this.#rate = Math.max(FLOOR, from.rate);
    this.#refusedRate = from.refusedRate;
    this.#since = now;
    this.#alarmedAt = now;
    this.#most = from.before;
  }

  get rate(): number {
    return this.#rate;
  }

  get #isProbe(): boolean {
    return (this.above ?? 0) > 0;
  }

  /** @param inASecond accepted in the last second, this one included */
  accepted(leftAt: number, inASecond: number): void {
    if (leftAt - this.#takenAt < this.#leastGapMs) this.#leastGapMs = leftAt - this.#takenAt;
    this.#takenAt = leftAt;
    this.#most = Math.max(this.#most, inASecond);
  }

  refused(leftAt: number): void {
    if (leftAt - this.#takenAt > this.#refusedGapMs) this.#refusedGapMs = leftAt - this.#takenAt;
    // After a probe it goes on with a rate that is meant to hold from the beginning.
    const lateMs = this.#isProbe ? 0 : LATE_MS;
    if (leftAt - this.#since > lateMs) this.#refusedLate++;
  }

  wasShut(forMs: number): void {
    this.#silentMs = Math.max(this.#silentMs, forMs);
  }

  alarm(now: number, wall: boolean): void {
    this.#alarmedAt = now;
    this.#refusedRate = this.#rate;
    if (this.#far) this.#rate *= EASED_FAR;
    else if (!wall) this.#rate *= EASED;
    this.#rate = Math.max(FLOOR, this.#rate);
  }

  /** @param inASecond accepted in the last second. @returns what was measured, once it is over */
  pass(elapsedMs: number, inASecond: number, now: number): Reading | undefined {
    const { limit, roundTripMs } = this.#from;
    const quietMs = Math.max(QUIET_MS + roundTripMs, (QUIET_PARTS * 1000) / this.#rate);
    if (this.#far && now - this.#alarmedAt > quietMs) {
      const faster = this.#rate * 2 ** (elapsedMs / (DOUBLING_MS + roundTripMs));
      this.#rate = Math.min(faster, Math.max(this.#rate, ABOVE * limit));
    }
    if (now - this.#since < 1000 + roundTripMs) return undefined;
    if (!this.#again) return this.#read(inASecond);
    this.#again = false;
    this.#since = now;
    this.#refusedLate = 0;
    return undefined;
  }

  #read(after: number): Reading {
    const partMs = 1500 / Math.max(2, this.#most, after);
    const silent = this.#silentMs > Math.max(SILENCE_MS, partMs) + this.#from.roundTripMs;
    const saturated = this.#refusedLate >= (this.#lifted ? 1 : 2) && this.#refusedLate > FEW * after;
    // Each part that came sooner than another that was accepted was refused: Jasmin's router (#648) counts no burst.
    const spaced = !silent && this.#refusedGapMs > 0 && this.#refusedGapMs < this.#leastGapMs;
    // A carrier that was silent had accepted at once all that it allows: its best second counts. Where it refused parts to
    // the end, the last second counts. Otherwise it may take more: up to its best second, or the rate that it refused.
    const isFull =
      saturated || this.#lifted || (this.#isProbe && this.#refusedLate > FEW_AFTER_PROBE * after);
    let upTo = isFull ? 0 : Math.min(this.#most, this.#refusedRate);
    if (silent) upTo = this.#most;
    const taken = Math.max(after, spaced ? 1000 / this.#leastGapMs : upTo);
    return { taken, silent, saturated };
  }
}
