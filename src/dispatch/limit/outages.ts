/** A silence costs more than the last parts of the limit are worth. */
const LOWER = 0.93;
const SECOND_MS = 1000;
/** The time without any silence has become so much longer: it was lowered with success. */
const LONGER = 1.5;
/** For so many more the limit is left alone, once lowering it twice was in vain. */
const LEFT_ALONE = 8;

/**
 * What times without any acceptance say of the limit: a little less is kept to, so that they come seldom; nothing, if
 * they come as often at the lower rate. The average over them would be too little: a carrier that punished one burst of a
 * busy machine would be given a fraction of what it takes for minutes. Pure, in ms.
 */
export class Outages {
  #count = 0;
  #sound = 0;
  #firstRunMs = 0;
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
    const runMs = now - this.#since - silentMs;
    const isShort = runMs < SECOND_MS;
    if (isShort && !this.#wasShort) {
      this.#wasShort = true;
      return limit;
    }
    this.#wasShort = isShort;
    const count = this.#count++;
    if (count === 0) {
      this.#sound = limit;
      this.#firstRunMs = runMs;
    }
    if (count < 0) return limit;
    if (isShort) return Math.min(LOWER * limit, Math.max(before, this.#accepted));
    if (count >= 2 && runMs < LONGER * this.#firstRunMs) {
      this.#count = -LEFT_ALONE;
      return this.#sound;
    }
    return LOWER * limit;
  }
}
