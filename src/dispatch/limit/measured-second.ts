import { isLifted, type Reading } from './conclusion.ts';

const FLOOR = 1;
const EASED_FAR = 0.7;
const EASED = 0.95;
const QUIET_MS = 300;
const QUIET_PARTS = 3;
const DOUBLING_MS = 600;
const ABOVE = 1.1;
/**
 * A time without accepted parts, ms, that isn't longer than this may be a pause between two tries. A longer one is the
 * carrier's silence.
 */
const SILENCE_MS = 300;
/**
 * Refusals of parts that left within this time after the measurement began, ms, aren't counted: the carrier's second
 * may have been full before.
 */
const LATE_MS = 500;
/**
 * Up to this share of the parts, refusals may be chance. The share is smaller after a probe, since the probe has used
 * up what the carrier allows for a burst.
 */
const FEW = 0.02;
const FEW_AFTER_PROBE = 0.01;

export interface MeasuredFrom {
  /** The rate at which parts were refused, parts per second. */
  readonly refusedRate: number;
  readonly rate: number;
  /** The limit that is believed now, parts per second; infinite for none. */
  readonly limit: number;
  /** The limit that was probed, parts per second: 0 at the start; undefined if the limit was held. */
  readonly above: number | undefined;
  /** Parts that were accepted in the second before the measurement. */
  readonly before: number;
  readonly roundTripMs: number;
}

/**
 * Measures how many parts are accepted in a whole second. The second begins a round trip after the start, when the
 * parts that left before are answered. Each alarm (refusals that mean the limit) lowers the rate. After a lift the
 * measurement is repeated, since the carrier may accept the parts of the first one out of a bucket. Pure: time is an
 * argument, in ms.
 */
export class MeasuredSecond {
  readonly above: number | undefined;
  readonly #from: MeasuredFrom;
  readonly #lifted: boolean;
  /**
   * Whether the limit may be far from the believed one: at the start, or after the carrier raised its limit. Then the
   * rate is lowered by 30 % each time when refusals show the limit, and rises in between.
   */
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

  /**
   * @param leftAt when the part left, ms
   * @param inASecond parts that were accepted in the last second, this one included
   */
  accepted(leftAt: number, inASecond: number): void {
    if (leftAt - this.#takenAt < this.#leastGapMs) this.#leastGapMs = leftAt - this.#takenAt;
    this.#takenAt = leftAt;
    this.#most = Math.max(this.#most, inASecond);
  }

  refused(leftAt: number): void {
    if (leftAt - this.#takenAt > this.#refusedGapMs) this.#refusedGapMs = leftAt - this.#takenAt;
    // A measurement after a probe begins 2 % below the limit, so all its refusals count.
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

  /**
   * @param inASecond parts that were accepted in the last second
   * @returns the reading once the measurement is over, undefined before
   */
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
    // Every refused part came sooner after an accepted part than any other accepted part did: the carrier demands a
    // time between two parts, like Jasmin's router (#648).
    const spaced = !silent && this.#refusedGapMs > 0 && this.#refusedGapMs < this.#leastGapMs;
    // A carrier that was silent had accepted at once all that it allows, so the second in which it accepted most
    // counts. If the carrier refused parts until the end, the last second counts. Otherwise it may take more than in
    // the last second: up to the rate at which it refused parts, and no more than in the second in which it accepted
    // most.
    const isFull =
      saturated || this.#lifted || (this.#isProbe && this.#refusedLate > FEW_AFTER_PROBE * after);
    let upTo = isFull ? 0 : Math.min(this.#most, this.#refusedRate);
    if (silent) upTo = this.#most;
    const taken = Math.max(after, spaced ? 1000 / this.#leastGapMs : upTo);
    return { taken, silent, saturated };
  }
}
