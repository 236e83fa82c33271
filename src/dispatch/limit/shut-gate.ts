const FIRST_GAP_MS = 50;
/**
 * Up to this length, ms, the pauses grow by half, later they double. By then they add up to about a second, after which
 * a carrier whose second was full accepts parts again.
 */
const SLOW_UP_TO_MS = 500;
/** A carrier that accepts nothing for longer than this, ms, punishes: a full window explains about a second. */
const PUNISHED_MS = 2000;
/**
 * The tries of the next silence begin with the last pause divided by this: that pause was enough, but it may have been
 * longer than needed.
 */
const LESS = 2;
/**
 * How much the pause grows after the refusal of a critical part that was tried before the pause was over. The refusal
 * doesn't show that the pause is too short, but the try may have prolonged the carrier's silence.
 */
const GROWTH_IF_EARLY = 1.5;
const LONGEST_GAP_MS = 64_000;
/** If a try has no answer for this long, ms, another try follows. */
const ANSWER_WITHIN_MS = 2000;

/**
 * Tries single parts, ever more rarely, at a carrier that refuses everything, until one is accepted. Some carriers
 * accept nothing for a while as a punishment, and begin that time anew with each part that comes (Kannel's mailing
 * list). The pauses between the tries therefore grow until they are longer. Pure: time is an argument, in ms.
 */
export class ShutGate {
  #since: number | undefined;
  #triedAt = 0;
  #gapMs = FIRST_GAP_MS;
  #underWay = false;
  /** Whether the try is a critical part that didn't wait for the whole pause. */
  #isEarly = false;
  /** The pause after which the carrier accepted a part again, ms; 0 if it hadn't punished. */
  #waitedMs = 0;

  get isShut(): boolean {
    return this.#since !== undefined;
  }

  /** How long the gate has been shut, ms; 0 while it is open. */
  shutMs(now: number): number {
    return now - (this.#since ?? now);
  }

  shut(now: number): void {
    this.#since = now;
    this.#triedAt = now;
    this.#gapMs = Math.max(FIRST_GAP_MS, this.#waitedMs / LESS);
    this.#underWay = false;
  }

  /** To be called when a part leaves. */
  left(now: number): void {
    this.#isEarly = now - this.#triedAt < this.#gapMs;
    this.#triedAt = now;
    this.#underWay = true;
  }

  /** To be called when the try is refused. */
  refused(now: number): void {
    this.#triedAt = now;
    this.#underWay = false;
    const doubled = this.#gapMs < SLOW_UP_TO_MS ? 1.5 : 2;
    this.#gapMs = Math.min(LONGEST_GAP_MS, this.#gapMs * (this.#isEarly ? GROWTH_IF_EARLY : doubled));
  }

  /**
   * To be called when a part is accepted.
   *
   * @returns how long the gate was shut, ms
   */
  open(now: number): number {
    const shutMs = this.shutMs(now);
    this.#since = undefined;
    this.#waitedMs = shutMs > PUNISHED_MS ? this.#gapMs : 0;
    return shutMs;
  }

  /**
   * How long until the next try, ms; 0 or less: now.
   *
   * @param urgent whether a critical part waits. It is tried after an eighth of the pause, but not before a second:
   * after 8 s at most
   */
  waitMs(now: number, urgent: boolean): number {
    if (this.#since === undefined) return 0;
    if (this.#underWay) return this.#triedAt + ANSWER_WITHIN_MS - now;
    const gapMs = urgent ? Math.min(this.#gapMs, Math.max(1000, this.#gapMs / 8)) : this.#gapMs;
    return this.#triedAt + gapMs - now;
  }
}
