/** Parts that may leave together: enough that a timer's jitter costs nothing, few enough to be no burst. */
const BURST_MS = 20;
const WINDOW_MS = 1000;
// RFC 5681's shape: additive increase, multiplicative decrease. A carrier's hidden limit is found from above.
const DECREASE = 0.8;
const INCREASE_PER_SECOND = 0.05;
const FLOOR_RATE = 1;
// One overload brings a window full of refusals: they are one message from the carrier, not a hundred.
const ONE_SIGNAL_MS = 1000;

/**
 * Keeps a route's rate, counted in parts. Pure: time is an argument, in ms.
 *
 * A contract is kept by a token bucket that spreads the parts, and by the times of the last `rate` parts: whatever
 * the timers do, no window of one second holds more. Throttling lowers the rate below the contract, or makes one
 * where there is none; it grows back until the contract, or until throttling has not been seen for long.
 */
export class Pacer {
  readonly #contract: number | undefined;
  readonly #sentAt: Float64Array | undefined;
  #oldest = 0;
  #adapted: number | undefined;
  #tokens = 1;
  #at: number | undefined;
  #throttledAt = Number.NEGATIVE_INFINITY;

  /** @param contract parts per second, above 0; undefined for none */
  constructor(contract: number | undefined) {
    this.#contract = contract;
    if (contract !== undefined) {
      this.#sentAt = new Float64Array(Math.max(1, Math.floor(contract))).fill(Number.NEGATIVE_INFINITY);
    }
  }

  /** Parts per second that it lets through now; undefined: no limit. */
  get rate(): number | undefined {
    return this.#adapted ?? this.#contract;
  }

  /** 0 when a part may leave now, otherwise how long to wait, ms. */
  waitMs(now: number): number {
    this.#refill(now);
    const rate = this.rate;
    if (rate === undefined) return 0;
    // A rate below one a second is a wait between parts; the bucket alone keeps it.
    const oldest = (this.#contract ?? 0) >= 1 ? this.#sentAt?.[this.#oldest] : undefined;
    const byWindow = oldest === undefined ? 0 : oldest + WINDOW_MS - now;
    const byTokens = this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / rate) * 1000;
    return Math.max(0, byWindow, byTokens);
  }

  /** A part leaves now. */
  take(now: number): void {
    this.#refill(now);
    // Nothing is owed for what left while there was no limit.
    if (this.rate !== undefined) this.#tokens -= 1;
    if (this.#sentAt === undefined) return;
    this.#sentAt[this.#oldest] = now;
    this.#oldest = (this.#oldest + 1) % this.#sentAt.length;
  }

  /** The carrier said "slower" while `measured` parts per second went. */
  throttled(now: number, measured: number): void {
    if (now - this.#throttledAt < ONE_SIGNAL_MS) return;
    this.#refill(now);
    this.#throttledAt = now;
    const from = Math.min(this.rate ?? Number.POSITIVE_INFINITY, Math.max(measured, FLOOR_RATE));
    this.#adapted = Math.max(FLOOR_RATE, from * DECREASE);
    this.#tokens = Math.min(this.#tokens, 0);
  }

  /** How many parts may be held ready: what leaves in two bursts. */
  get ahead(): number {
    const rate = this.rate;
    return rate === undefined
      ? Number.POSITIVE_INFINITY
      : Math.max(1, Math.ceil((rate * 2 * BURST_MS) / 1000));
  }

  #refill(now: number): void {
    const elapsedMs = this.#at === undefined ? 0 : now - this.#at;
    if (elapsedMs < 0) this.#shift(elapsedMs);
    this.#at = now;
    this.#grow(now, Math.max(0, elapsedMs));
    const rate = this.rate;
    if (rate === undefined) return;
    // One, and what a late timer would lose.
    const capacity = 1 + (rate * BURST_MS) / 1000;
    this.#tokens = Math.min(capacity, this.#tokens + (rate * Math.max(0, elapsedMs)) / 1000);
  }

  /** The clock was set back: what is remembered moves with it, or nothing would leave until it is that late again. */
  #shift(byMs: number): void {
    this.#throttledAt += byMs;
    const sentAt = this.#sentAt;
    sentAt?.forEach((at, index) => {
      sentAt[index] = at + byMs;
    });
  }

  #grow(now: number, elapsedMs: number): void {
    if (this.#adapted === undefined || now - this.#throttledAt < ONE_SIGNAL_MS) return;
    this.#adapted *= (1 + INCREASE_PER_SECOND) ** (elapsedMs / 1000);
    if (this.#contract !== undefined && this.#adapted >= this.#contract) this.#adapted = undefined;
  }
}
