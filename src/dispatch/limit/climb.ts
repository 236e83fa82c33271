const FIRST_RATE = 100;
const FIRST_DOUBLING_MS = 40;
const LATE_MS = 20;
const EXCESS = 0.03;
const LEAST_EXCESS = 0.3;
/**
 * How long the rate stays 3 % above the limit before it rises further, ms, apart from a round trip. Before the climb
 * parts left at 98 % of the limit, so a carrier that counts the last second accepts a few parts more at first.
 */
const STEADY_MS = 1000;
const DOUBLING_MS = 250;
/**
 * Once this many parts more than the limit allows have left, without refusals that mean the limit, the higher rate
 * counts as `proven`.
 */
const PROVEN_PARTS = 1.5;

/**
 * The rate in the phase `climb`, which rises until parts are refused. At the start, when no limit is known, it doubles
 * from 100/s with each round trip. Above a limit it is 3 % higher for a second, then the excess doubles again and
 * again. The first steps are small, since a refusal is likely and comes a round trip late: all parts that left
 * meanwhile are refused too. Pure: time is an argument, in ms.
 */
export class Climb {
  readonly from: number;
  #excess: number;
  #forMs = 0;
  #surplus = 0;
  #proven: number;

  /** @param from the limit above which the rate begins, parts per second; 0 if no limit is known */
  constructor(from: number) {
    this.from = from;
    this.#excess = from === 0 ? FIRST_RATE : Math.max(EXCESS * from, LEAST_EXCESS);
    this.#proven = from;
  }

  get rate(): number {
    return this.from + this.#excess;
  }

  /**
   * The rate that the carrier accepts for longer than a burst lasts, parts per second: `from` until a higher one is
   * proven.
   */
  get proven(): number {
    return this.#proven;
  }

  /**
   * To be called after `elapsedMs` in which parts had to wait for the rate.
   *
   * @param roundTripMs 0 while no part was accepted
   */
  pass(elapsedMs: number, roundTripMs: number): void {
    if (roundTripMs === 0) return;
    this.#forMs += elapsedMs;
    this.#surplus += (this.#excess * elapsedMs) / 1000;
    if (this.from > 0 && this.#forMs < STEADY_MS + roundTripMs) return;
    if (this.#proven === this.from && this.#surplus > PROVEN_PARTS) this.#proven = this.rate;
    const aboveMs = Math.max(DOUBLING_MS + roundTripMs, 2000 / this.rate);
    const firstMs = Math.max(FIRST_DOUBLING_MS, roundTripMs + LATE_MS);
    this.#excess *= 2 ** (elapsedMs / (this.from === 0 ? firstMs : aboveMs));
  }
}
