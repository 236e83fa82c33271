/** What an acceptance takes back: refusals of one in a hundred, whatever their reason is, hardly ever add up. */
const FORGIVEN = 0.02;
const ENOUGH = 2;
const ENOUGH_ABOVE = 1;
const ROW = 3;
/** A row is the carrier's silence only once some parts should have been accepted meanwhile. */
const ROW_PARTS = 2.5;
const ROW_MS = 30;

/**
 * Whether the parts that were refused say anything of the limit: a sequential test (CUSUM, Page 1954). Single ones say
 * nothing, thick ones do; more are asked for where more parts go, since chance has more tries there. Pure.
 */
export class Evidence {
  #sum = 0;
  #isAny = false;
  #row = 0;
  #rowFrom = 0;
  #next = 0;
  /** Parts before it left at another rate. */
  #first = 0;

  left(serial: number): void {
    this.#next = serial + 1;
  }

  /** Whether the part left at the rate that is in question. */
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

  /** In a row, whatever rate they left at. */
  inARow(leftAt: number): void {
    if (this.#row++ === 0) this.#rowFrom = leftAt;
    // The first one ends the burst at the start, which is no rate.
    if (!this.#isAny) this.clear();
    this.#isAny = true;
  }

  /** @returns whether it means the limit */
  refused(rate: number, above: boolean): boolean {
    this.#sum++;
    const doubt = Math.log(Math.max(20, rate) / 20);
    return this.#sum >= (above ? ENOUGH_ABOVE + 0.5 * doubt : ENOUGH + 0.6 * doubt);
  }

  /** Whether nothing at all is accepted any more. @param limit parts per second, infinite while unknown */
  isWall(leftAt: number, limit: number): boolean {
    const spanMs = Number.isFinite(limit) ? (ROW_PARTS * 1000) / limit : ROW_MS;
    return this.#row >= ROW && leftAt - this.#rowFrom >= spanMs;
  }

  get sum(): number {
    return this.#sum;
  }

  /** The rate is another one from now on. */
  clear(): void {
    this.#first = this.#next;
    this.#sum = 0;
  }
}
