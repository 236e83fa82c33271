/** Parts in flight with which a route begins again. */
const FIRST = 2;
/** From this many parts in flight on, the route has no bound any more. */
const OPEN = 64;

/**
 * Gives a route that came back few parts at first, and one more for each part that it accepts: their number doubles
 * with each round trip, as in TCP's slow start (RFC 5681 section 3.1). A route that only seemed to be back would
 * otherwise leave a window full of parts without an answer.
 */
export class HalfOpen {
  #wasUp = false;
  #most = Number.POSITIVE_INFINITY;

  /** How many parts the route may have in flight; infinite for a route that never failed. */
  get most(): number {
    return this.#most;
  }

  /** Takes note of the route's own state. A route that comes up for the first time isn't bounded. */
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

  /** To be called when a part was put off, or never answered. */
  notTaken(): void {
    if (Number.isFinite(this.#most)) this.#most = FIRST;
  }
}
