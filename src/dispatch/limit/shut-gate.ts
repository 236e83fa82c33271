const FIRST_GAP_MS = 50;
/** A sliding second has passed by then: up to it the pauses grow slowly, so that little of the next one is lost. */
const SLOW_UP_TO_MS = 500;
/** Silent for longer than a second, which a full window explains. */
const PUNISHED_MS = 2000;
/** A pause that was enough may have been longer than needed. */
const LESS = 2;
/** A critical part tells little of the pause that is enough, but it may have prolonged it. */
const GROWTH_IF_EARLY = 1.5;
const LONGEST_GAP_MS = 64_000;
/** A try without an answer is no answer: another follows. */
const ANSWER_WITHIN_MS = 2000;

/**
 * For a carrier that refuses whatever it is given: single parts are tried, ever more rarely, until one is accepted.
 * Carriers punish, and some prolong the pause with each part that comes meanwhile (Kannel's mailing list), so that the
 * pauses between the tries grow past any of theirs. Pure: time is an argument, in ms.
 */
export class ShutGate {
  #since: number | undefined;
  #triedAt = 0;
  #gapMs = FIRST_GAP_MS;
  #underWay = false;
  /** The try is a critical part, which didn't wait for the whole pause. */
  #isEarly = false;
  /** The pause after which a part was accepted, where the carrier punished. */
  #waitedMs = 0;

  get isShut(): boolean {
    return this.#since !== undefined;
  }

  /** For how long it is shut, 0 while it is open. */
  shutMs(now: number): number {
    return now - (this.#since ?? now);
  }

  shut(now: number): void {
    this.#since = now;
    this.#triedAt = now;
    this.#gapMs = Math.max(FIRST_GAP_MS, this.#waitedMs / LESS);
    this.#underWay = false;
  }

  /** A part left. */
  left(now: number): void {
    this.#isEarly = now - this.#triedAt < this.#gapMs;
    this.#triedAt = now;
    this.#underWay = true;
  }

  /** The try was refused. */
  refused(now: number): void {
    this.#triedAt = now;
    this.#underWay = false;
    const doubled = this.#gapMs < SLOW_UP_TO_MS ? 1.5 : 2;
    this.#gapMs = Math.min(LONGEST_GAP_MS, this.#gapMs * (this.#isEarly ? GROWTH_IF_EARLY : doubled));
  }

  /** @returns how long it was shut, ms */
  open(now: number): number {
    const shutMs = this.shutMs(now);
    this.#since = undefined;
    this.#waitedMs = shutMs > PUNISHED_MS ? this.#gapMs : 0;
    return shutMs;
  }

  /** Until the next try; a critical part is it after a second, or an eighth of the pause: 8 s at most. */
  waitMs(now: number, urgent: boolean): number {
    if (this.#since === undefined) return 0;
    if (this.#underWay) return this.#triedAt + ANSWER_WITHIN_MS - now;
    const gapMs = urgent ? Math.min(this.#gapMs, Math.max(1000, this.#gapMs / 8)) : this.#gapMs;
    return this.#triedAt + gapMs - now;
  }
}
