const FIRST_STEP = 0.03;
const LEAST_STEP = 0.3;
/** What the held rate left unused in a sliding second is used up by then. */
const STEADY_MS = 1000;
const DOUBLING_MS = 250;
const QUICK_MS = 100;
/** Accepted above the limit, a share of a second's or parts: more than most carriers let be made up for. */
const QUICK_FROM = 0.1;
const QUICK_FROM_PARTS = 5;
const PROVEN_PARTS = 1.5;

/**
 * A probe above the limit: 3 % for a second, which is when a sliding second is full, then the excess doubles. It is
 * gentle while a refusal is likely, since what was sent in the last round trip will be refused too. Pure, in ms.
 */
export class Rise {
  readonly from: number;
  readonly #roundTripMs: number;
  #forMs = 0;
  #excess: number;
  #surplus = 0;
  #proven: number;

  constructor(from: number, roundTripMs: number) {
    this.from = from;
    this.#proven = from;
    this.#roundTripMs = roundTripMs;
    this.#excess = Math.max(FIRST_STEP * from, LEAST_STEP);
  }

  get rate(): number {
    return this.from + this.#excess;
  }

  get overshoot(): number {
    return this.#excess / this.from;
  }

  /** What was accepted for so long that it is no burst. */
  get proven(): number {
    return this.#proven;
  }

  pass(elapsedMs: number): void {
    this.#forMs += elapsedMs;
    this.#surplus += (this.#excess * elapsedMs) / 1000;
    if (this.#forMs < STEADY_MS + this.#roundTripMs) return;
    if (this.#proven === this.from && this.#surplus > PROVEN_PARTS) this.#proven = this.rate;
    const quick = this.#surplus > Math.max(QUICK_FROM * this.from, QUICK_FROM_PARTS);
    const doublingMs = Math.max((quick ? QUICK_MS : DOUBLING_MS) + this.#roundTripMs, 2000 / this.from);
    this.#excess *= 2 ** (elapsedMs / doublingMs);
  }
}
