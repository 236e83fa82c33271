const FIRST_RATE = 100;
const FIRST_DOUBLING_MS = 40;
const LATE_MS = 20;
const EXCESS = 0.03;
const LEAST_EXCESS = 0.3;
/** What the held rate left unused in a sliding second is used up by then. */
const STEADY_MS = 1000;
const DOUBLING_MS = 250;
/** So many parts at the higher rate are no burst. */
const PROVEN_PARTS = 1.5;

/**
 * A rate that rises until parts are refused. At the start, when no limit is known, it doubles from 100/s with each round
 * trip. Above a limit it is 3 % more for a second, then the excess doubles: gentle while a refusal is likely, since what
 * was sent in the last round trip will be refused too. Pure, in ms.
 */
export class Climb {
  readonly from: number;
  #excess: number;
  #forMs = 0;
  #surplus = 0;
  #proven: number;

  /** @param from the limit, parts per second; 0 for none */
  constructor(from: number) {
    this.from = from;
    this.#excess = from === 0 ? FIRST_RATE : Math.max(EXCESS * from, LEAST_EXCESS);
    this.#proven = from;
  }

  get rate(): number {
    return this.from + this.#excess;
  }

  /** What was accepted for so long that it is no burst. */
  get proven(): number {
    return this.#proven;
  }

  /** @param roundTripMs 0 while no part was accepted */
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
