const LOWER = 0.97;
const CLEARLY = 0.9;
const SECOND_MS = 1000;
/** A bucket fills up again while nothing is accepted: a second of silence is taken for that. */
const REFILL_MS = 1000;
/** For so many more the limit is left alone, once lowering it twice was in vain. */
const LEFT_ALONE = 8;

/**
 * What times without any acceptance say of the limit: less than the carrier accepted on the whole, silence included, if
 * it punishes or counts by windows longer than a second; nothing, if they come whatever the rate is. Pure, in ms.
 */
export class Outages {
  #count = 0;
  #sound = 0;
  #since = 0;
  #accepted = 0;
  #wasShort = false;

  accepted(): void {
    this.#accepted++;
  }

  /** From now on the carrier accepts again. */
  over(now: number): void {
    this.#since = now;
    this.#accepted = 0;
  }

  /** The limit is another one. */
  forget(): void {
    this.#count = 0;
  }

  /** @param before accepted in the second before it. @returns the limit that is left */
  lowered(limit: number, before: number, silentMs: number, now: number): number {
    // What was accepted in less than a second tells nothing, the first time: the window before may have been full.
    const isShort = now - this.#since - silentMs < SECOND_MS && !this.#wasShort;
    this.#wasShort = isShort;
    if (isShort) return limit;
    const count = this.#count++;
    if (count === 0) this.#sound = limit;
    if (count === 0 && before < CLEARLY * limit) return before;
    if (count < 0) return limit;
    if (count === 2) {
      this.#count = -LEFT_ALONE;
      return this.#sound;
    }
    const punishedMs = count === 0 ? Math.max(0, silentMs - REFILL_MS) : 0;
    return Math.min(LOWER * limit, (this.#accepted * 1000) / Math.max(1, now - this.#since - punishedMs));
  }
}
