/** Parts in flight with which a route begins again. */
const FIRST = 2;
/** From so many on it is as good as any. */
const OPEN = 64;

/**
 * A route that came back is given few real parts, and one more for each that it accepts: they double with each round
 * trip, as a TCP connection begins again after it lost its segments (slow start, RFC 5681 section 3.1). A window full
 * of parts without an answer is what a route that only seemed to be back would cost. Pure.
 */
export class HalfOpen {
  #wasUp = false;
  #most = Number.POSITIVE_INFINITY;

  /** Parts that it may have in flight; infinite for a route that never failed. */
  get most(): number {
    return this.#most;
  }

  /** Told the route's own state, as often as anyone looks. At its start it is believed. */
  noticeState(state: 'up' | 'degraded' | 'down' | 'disabled'): void {
    if (state === 'up') this.#wasUp = true;
    else if (this.#wasUp && state !== 'disabled') {
      this.#wasUp = false;
      this.#most = FIRST;
    }
  }

  accepted(): void {
    this.#most = this.#most + 1 < OPEN ? this.#most + 1 : Number.POSITIVE_INFINITY;
  }

  /** Put off, or never answered. */
  notTaken(): void {
    if (Number.isFinite(this.#most)) this.#most = FIRST;
  }
}
