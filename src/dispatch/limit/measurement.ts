/** Shorter than that it was the pause of a try, not the carrier's silence. */
const SILENCE_MS = 300;
const FEW = 0.02;

/** What a whole second told. Rates in parts per second. */
export interface Reading {
  /** Accepted in the second before. */
  readonly before: number;
  readonly after: number;
  /** In any second, of what left before it. */
  readonly most: number;
  /** Nothing at all was accepted for long. */
  readonly silent: boolean;
  /** So many were refused that it isn't chance. */
  readonly refusing: boolean;
  /** They were refused to the end, so that all was accepted that the carrier would take. */
  readonly saturated: boolean;
  /** The rate that the carrier's spacing allows; undefined where a part's time since the last one decides nothing. */
  readonly spaced: number | undefined;
}

/** Counts what is accepted and refused from a refusal on, for a second and a round trip. Pure, in ms. */
export class Measurement {
  readonly #since: number;
  readonly #before: number;
  #most: number;
  readonly #roundTripMs: number;
  #accepted = 0;
  #refused = 0;
  #refusedLate = 0;
  #longestShutMs = 0;
  #takenAt: number | undefined;
  #leastGapMs = Number.POSITIVE_INFINITY;
  #refusedGapMs = 0;

  /** @param before accepted in the second before `now` */
  constructor(now: number, before: number, roundTripMs: number) {
    this.#since = now;
    this.#before = before;
    this.#most = before;
    this.#roundTripMs = roundTripMs;
  }

  get silentMs(): number {
    return this.#longestShutMs;
  }

  isOver(now: number): boolean {
    return now - this.#since >= 1000 + this.#roundTripMs;
  }

  accepted(leftAt: number, inASecond: number): void {
    this.#accepted++;
    if (leftAt <= this.#since) this.#most = Math.max(this.#most, inASecond);
    if (this.#takenAt !== undefined) this.#leastGapMs = Math.min(this.#leastGapMs, leftAt - this.#takenAt);
    this.#takenAt = leftAt;
  }

  refused(leftAt: number, now: number): void {
    this.#refused++;
    if (now - this.#since > 500 + this.#roundTripMs) this.#refusedLate++;
    if (this.#takenAt !== undefined)
      this.#refusedGapMs = Math.max(this.#refusedGapMs, leftAt - this.#takenAt);
  }

  wasShut(forMs: number): void {
    this.#longestShutMs = Math.max(this.#longestShutMs, forMs);
  }

  read(now: number): Reading {
    const before = this.#before;
    const after = (this.#accepted * 1000) / Math.max(1, now - this.#since);
    const partMs = 1500 / Math.max(2, before, after);
    const refusing = this.#refused > FEW * after;
    // Each part that came sooner than another that was accepted was refused: Jasmin's router (#648) counts no burst.
    const spaced = refusing && this.#refusedGapMs > 0 && this.#refusedGapMs < this.#leastGapMs;
    return {
      before,
      most: this.#most,
      after,
      silent: this.#longestShutMs > Math.max(SILENCE_MS, partMs) + this.#roundTripMs,
      refusing,
      saturated: this.#refusedLate >= 2 && this.#refusedLate > FEW * after,
      spaced: spaced ? Math.max(after, 1000 / this.#leastGapMs) : undefined,
    };
  }
}
