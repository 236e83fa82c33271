const FIRST_RATE = 100;
const LEAST_MS = 40;
const LATE_MS = 20;
/** Of what was offered, accepted: less than that, and it isn't this rate that is the limit. */
const DELIVERED = 1 / 3;

/** The start, on a carrier of which nothing is known: a rate that doubles each round trip while it is made use of. Pure. */
export class Ramp {
  readonly #most: number;
  #rate: number;
  #forMs = 0;
  #accepted = 0;

  /** @param most parts per second, where it ends. @param from where it begins */
  constructor(most: number, from = FIRST_RATE) {
    this.#most = most;
    this.#rate = Math.min(most, from);
  }

  get rate(): number {
    return this.#rate;
  }

  accepted(): void {
    this.#accepted++;
  }

  pass(elapsedMs: number, roundTripMs: number): void {
    const everyMs = Math.max(LEAST_MS, roundTripMs + LATE_MS);
    this.#forMs += elapsedMs;
    if (this.#forMs < everyMs) return;
    if (this.#accepted * 1000 >= this.#rate * everyMs * DELIVERED)
      this.#rate = Math.min(this.#most, this.#rate * 2);
    this.#accepted = 0;
    this.#forMs = 0;
  }
}
