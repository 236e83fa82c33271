const SECOND_MS = 1000;
/** A time is read in whole milliseconds: of two, each may be almost one early or late. */
const READING_MS = 2;
/** Mean delay a part that may be paid for what came late: with the reading above, less than 1 % of a second. */
const CREDIT_MS = 4;
/** How much of it may be saved up, as a mean over a second's parts, and is there at first: half a second's stall takes 125. */
const MOST_CREDIT_MS = 200;
const FIRST_CREDIT_MS = 100;
const MOST_UNSURE_MS = 50;
/** For so long the quickest answer is remembered, or the way became a longer one. */
const FLOOR_FOR_MS = 30_000;

/**
 * Never more parts in any one second of the carrier's own clock than the contract has. Pure: time is an argument, ms.
 *
 * The n-th part waits for a second to pass since the one that is a whole contract before it. What left evenly may
 * arrive in a heap, after a stall of the link or of this process: an answer tells how late at most its part arrived,
 * since it took so much longer than the quickest one. By that much its place is free later. Answers that vary by
 * themselves must not cost more than 1 % of the contract, so that what is paid for lateness is bounded.
 */
export class ContractWindow {
  readonly #arrivedAt: Float64Array;
  readonly #spanMs: number;
  #taken = 0;
  #creditMs: number;
  #floorMs = Number.POSITIVE_INFINITY;
  #nextFloorMs = Number.POSITIVE_INFINITY;
  /** The first answers may all be slow: until so many came, their latency counts as lateness, up to a bound. */
  #unsure: number;
  #floorSince: number | undefined;

  /** @param contract parts per second, above 0; of a fraction above one a second only the whole is used */
  constructor(contract: number) {
    const places = Math.max(1, Math.floor(contract));
    this.#arrivedAt = new Float64Array(places).fill(Number.NEGATIVE_INFINITY);
    this.#spanMs = Math.max(SECOND_MS, SECOND_MS / contract) + READING_MS;
    this.#unsure = Math.max(4, Math.floor(places / 10));
    this.#creditMs = places * FIRST_CREDIT_MS;
  }

  /** 0 or less when there is a place now. */
  waitMs(now: number): number {
    return this.#oldest + this.#spanMs - now;
  }

  /** @param serial 0 for the first part, then one more for each */
  take(serial: number, now: number): void {
    this.#arrivedAt[serial % this.#arrivedAt.length] = now;
    this.#taken = serial + 1;
  }

  /** The part was answered, in whatever words, so long after it left. */
  answered(serial: number, latencyMs: number, now: number): void {
    this.#learnFloor(latencyMs, now);
    const floorMs = this.#unsure > 0 ? Math.max(0, latencyMs - MOST_UNSURE_MS) : this.#floorMs;
    this.#unsure = Math.max(0, this.#unsure - 1);
    const lateMs = Math.min(latencyMs - floorMs, this.#creditMs);
    const most = this.#arrivedAt.length * MOST_CREDIT_MS;
    this.#creditMs = Math.min(most, this.#creditMs - lateMs + CREDIT_MS);
    const place = serial % this.#arrivedAt.length;
    const left = this.#arrivedAt[place];
    // Its place may have been taken again by then.
    if (left !== undefined && serial >= this.#taken - this.#arrivedAt.length)
      this.#arrivedAt[place] = left + lateMs;
  }

  get #oldest(): number {
    return this.#arrivedAt[this.#taken % this.#arrivedAt.length] ?? Number.NEGATIVE_INFINITY;
  }

  #learnFloor(latencyMs: number, now: number): void {
    this.#floorSince ??= now;
    if (Math.abs(now - this.#floorSince) >= FLOOR_FOR_MS) {
      this.#floorMs = this.#nextFloorMs;
      this.#nextFloorMs = Number.POSITIVE_INFINITY;
      this.#floorSince = now;
    }
    this.#nextFloorMs = Math.min(this.#nextFloorMs, latencyMs);
    this.#floorMs = Math.min(this.#floorMs, latencyMs);
  }
}
