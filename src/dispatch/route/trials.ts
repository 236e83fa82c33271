/**
 * A carrier that put off every part is tried with single parts, a few times a second, whether it has answered the one
 * before or not. Without that pause the waiting messages would be claimed and put back as fast as it answers, until the
 * disk is full.
 */
const TRY_AGAIN_MS = 250;

/** When a part was handed over last, and how many have no outcome yet: of all messages, and of critical ones. */
export class Trials {
  #at = Number.NEGATIVE_INFINITY;
  #underway = 0;
  #critical = 0;

  handedOver(critical: boolean, now: number): void {
    this.#at = now;
    this.#underway++;
    if (critical) this.#critical++;
  }

  answered(critical: boolean): void {
    this.#underway--;
    if (critical) this.#critical--;
  }

  /** How many parts have no outcome. @param critical whether only those of critical messages count */
  underway(critical: boolean): number {
    return critical ? this.#critical : this.#underway;
  }

  /** How long until the next part may be tried, ms; 0 or less: now. */
  waitMs(now: number): number {
    return this.#at + TRY_AGAIN_MS - now;
  }
}
