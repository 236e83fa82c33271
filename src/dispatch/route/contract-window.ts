const SECOND_MS = 1000;
/** Times are whole milliseconds, so each of two readings may be wrong by almost 1 ms. */
const READING_MS = 2;
/**
 * What each answer adds to the credit for late arrivals, ms. With READING_MS it costs less than 1 % of the second for
 * which a part takes its place.
 */
const CREDIT_MS = 4;
/**
 * The largest credit and the credit at the start, ms for each part per second of the contract. A stall of half a second
 * uses up 125 ms for each.
 */
const MOST_CREDIT_MS = 200;
const FIRST_CREDIT_MS = 100;
/** While the quickest answer isn't known yet, at most this much of an answer's latency counts as lateness, ms. */
const MOST_UNSURE_MS = 50;
/** How long the quickest answer is remembered, ms: the link may have become slower since. */
const FLOOR_FOR_MS = 30_000;

/**
 * Keeps the parts in any one second of the carrier's own clock within the contract. Pure: time is an argument, ms.
 *
 * With a contract of n/s a part waits until a second has passed since the n-th part before it. After a stall of the
 * link or of this process, parts that left evenly arrive together. The time by which an answer took longer than the
 * quickest answer is the longest delay of its part on the way: the n-th part after it waits that much longer.
 * Latency also varies without a stall, so these waits are paid from a credit that grows by a few ms with each answer.
 * In the long run they cost less than 1 % of the contract.
 */
export class ContractWindow {
  readonly #arrivedAt: Float64Array;
  readonly #spanMs: number;
  /** The parts that this node may send in a second: all places of the contract, or its share of them. */
  #places: number;
  #taken = 0;
  #creditMs: number;
  #floorMs = Number.POSITIVE_INFINITY;
  #nextFloorMs = Number.POSITIVE_INFINITY;
  /**
   * How many more answers must come until the quickest one is trusted. The first answers may all be slow, so their
   * latency counts as lateness.
   */
  #unsure: number;
  #floorSince: number | undefined;

  /** @param contract parts per second, above 0; above 1 it is rounded down */
  constructor(contract: number) {
    const places = Math.max(1, Math.floor(contract));
    this.#arrivedAt = new Float64Array(places).fill(Number.NEGATIVE_INFINITY);
    this.#places = places;
    this.#spanMs = Math.max(SECOND_MS, SECOND_MS / contract) + READING_MS;
    this.#unsure = Math.max(4, Math.floor(places / 10));
    this.#creditMs = places * FIRST_CREDIT_MS;
  }

  /**
   * Lets so many parts leave in a second from now on. All parts of the last second count, so that none has more than
   * this share allows once the share is smaller.
   *
   * @param places a whole number, 1 or more; all places of the contract at most
   */
  share(places: number): void {
    this.#places = Math.min(places, this.#arrivedAt.length);
  }

  /** How long until a part may leave, ms; 0 or less: now. */
  waitMs(now: number): number {
    return this.#oldest + this.#spanMs - now;
  }

  /** @param serial 0 for the first part, then one more for each */
  take(serial: number, now: number): void {
    this.#arrivedAt[serial % this.#arrivedAt.length] = now;
    this.#taken = serial + 1;
  }

  /** The carrier answered the part, yes or no, `latencyMs` after it left. */
  answered(serial: number, latencyMs: number, now: number): void {
    this.#learnFloor(latencyMs, now);
    const floorMs = this.#unsure > 0 ? Math.max(0, latencyMs - MOST_UNSURE_MS) : this.#floorMs;
    this.#unsure = Math.max(0, this.#unsure - 1);
    const lateMs = Math.min(latencyMs - floorMs, this.#creditMs);
    const most = this.#places * MOST_CREDIT_MS;
    this.#creditMs = Math.min(most, this.#creditMs - lateMs + CREDIT_MS);
    const place = serial % this.#arrivedAt.length;
    const left = this.#arrivedAt[place];
    // A newer part may have taken its place by then.
    if (left !== undefined && serial >= this.#taken - this.#arrivedAt.length)
      this.#arrivedAt[place] = left + lateMs;
  }

  get #oldest(): number {
    const { length } = this.#arrivedAt;
    return this.#arrivedAt[(this.#taken + length - this.#places) % length] ?? Number.NEGATIVE_INFINITY;
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
