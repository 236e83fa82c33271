/**
 * What an accepted part subtracts from the sum of refusals, to which a refused part adds 1. If 1 % of the parts are
 * refused for any reason, the sum hardly ever grows.
 */
const FORGIVEN = 0.02;
const ENOUGH = 2;
const ENOUGH_ABOVE = 1;
const ROW = 3;
/**
 * Refusals in a row mean that the carrier accepts nothing only if they last as long as the limit needs for this many
 * parts, or for 30 ms while no limit is known.
 */
const ROW_PARTS = 2.5;
const ROW_MS = 30;

/**
 * Decides whether refused parts mean that the rate is above the limit: a sequential test (CUSUM, Page 1954). A single
 * refusal means nothing, several close together mean the limit. At a higher rate more refusals are needed, since more
 * parts can be refused by chance. Pure: time is an argument, in ms.
 */
export class Evidence {
  #sum = 0;
  #isAny = false;
  #row = 0;
  #rowFrom = 0;
  #next = 0;
  /** The serial number of the first part that left at the present rate. */
  #first = 0;

  left(serial: number): void {
    this.#next = serial + 1;
  }

  /** Whether the part left at the present rate. The answer to an earlier part says nothing about that rate. */
  counts(serial: number): boolean {
    return serial >= this.#first;
  }

  accepted(): void {
    this.#sum = Math.max(0, this.#sum - FORGIVEN);
    this.#row = 0;
  }

  /** Whether a part was ever refused. */
  get isAny(): boolean {
    return this.#isAny;
  }

  /**
   * Counts a refusal among the refusals in a row, whatever rate its part left at.
   *
   * @param leftAt when the part left, ms
   */
  inARow(leftAt: number): void {
    if (this.#row++ === 0) this.#rowFrom = leftAt;
    // The first refusal ends the burst at the start. The burst had no rate, so its answers are no evidence.
    if (!this.#isAny) this.clear();
    this.#isAny = true;
  }

  /**
   * Counts the refusal of a part that left at the present rate.
   *
   * @param rate parts per second
   * @param above whether the rate is above a known limit
   * @returns whether the refusals mean the limit
   */
  refused(rate: number, above: boolean): boolean {
    this.#sum++;
    const doubt = Math.log(Math.max(20, rate) / 20);
    return this.#sum >= (above ? ENOUGH_ABOVE + 0.5 * doubt : ENOUGH + 0.6 * doubt);
  }

  /**
   * Whether the carrier accepts nothing at all any more.
   *
   * @param leftAt when the last refused part left, ms
   * @param limit parts per second, infinite while unknown
   */
  isWall(leftAt: number, limit: number): boolean {
    const spanMs = Number.isFinite(limit) ? (ROW_PARTS * 1000) / limit : ROW_MS;
    return this.#row >= ROW && leftAt - this.#rowFrom >= spanMs;
  }

  get sum(): number {
    return this.#sum;
  }

  /** To be called when the rate changes: the answers to parts that left before are no evidence any more. */
  clear(): void {
    this.#first = this.#next;
    this.#sum = 0;
  }
}
