/** The share of what was measured that is kept once `MANY` parts were accepted: the newer ones count more. */
const KEPT = 0.5;
const MANY = 20;

/**
 * Measures how many parts a route accepts a second while it has some. For a modem the parts of the last seconds tell
 * nothing, since one part takes seconds; and the time without a part to send tells nothing about its pace. Pure: time
 * is an argument, in ms.
 */
export class BusyRate {
  #parts = 0;
  #busyMs = 0;
  #since: number | undefined;

  /** To be called when the route is given a part. */
  given(now: number): void {
    this.#since ??= now;
  }

  /** To be called when a part has its outcome. @param isBusy whether the route has another one */
  answered(accepted: boolean, isBusy: boolean, now: number): void {
    this.#busyMs += Math.max(0, now - (this.#since ?? now));
    this.#since = isBusy ? now : undefined;
    if (accepted) this.#parts++;
    if (this.#parts < MANY) return;
    this.#parts *= KEPT;
    this.#busyMs *= KEPT;
  }

  /** Accepted parts per second of busy time; undefined before the first accepted part. */
  at(now: number): number | undefined {
    if (this.#parts === 0 || this.#busyMs === 0) return undefined;
    const meanMs = this.#busyMs / this.#parts;
    // A part that takes longer than the others shows that the route has become slower.
    const overdueMs = this.#since === undefined ? 0 : Math.max(0, now - this.#since - meanMs);
    return (this.#parts * 1000) / (this.#busyMs + overdueMs);
  }
}
