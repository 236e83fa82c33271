/** A hidden limit: a bucket that holds one second's worth, full at first. */
export class RateLimit {
  readonly #perSecond: number;
  #tokens: number;
  #at: number;

  constructor(perSecond: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#tokens = Math.max(1, perSecond);
    this.#at = nowMs;
  }

  /** Whether one more is within the limit; what is above it isn't counted. */
  take(nowMs: number): boolean {
    const gained = ((nowMs - this.#at) * this.#perSecond) / 1000;
    this.#tokens = Math.min(Math.max(1, this.#perSecond), this.#tokens + gained);
    this.#at = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
