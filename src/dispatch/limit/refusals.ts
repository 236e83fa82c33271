/** What an acceptance takes back: refusals of one in a hundred, for whatever reason, never add up. */
const FORGIVEN = 0.015;
const ENOUGH = 2;
const ENOUGH_OF_A_PROBE = 1;
const ROW = 3;
/** A row is the carrier's silence only once some parts should have been accepted meanwhile. */
const ROW_PARTS = 2.5;
const ROW_MS = 30;

/**
 * Whether the parts that were refused say anything of the limit: a sequential test (CUSUM, Page 1954). Single ones say
 * nothing, thick ones do; more are asked for where more parts go, since chance has more tries there. Pure.
 */
export class Refusals {
  #evidence = 0;
  #row = 0;
  #rowFrom = 0;

  /** @param overshoot by how much the rate is above the limit, a share: then an acceptance says more */
  accepted(overshoot: number): void {
    this.#evidence = Math.max(0, this.#evidence - Math.max(FORGIVEN, overshoot / 2));
    this.#row = 0;
  }

  /** In a row, whatever rate they left at. */
  inARow(leftAt: number): void {
    if (this.#row++ === 0) this.#rowFrom = leftAt;
  }

  /** @returns whether it means the limit */
  refused(rate: number, probing: boolean): boolean {
    this.#evidence++;
    const doubt = Math.log(Math.max(20, rate) / 20);
    return this.#evidence >= (probing ? ENOUGH_OF_A_PROBE + 0.5 * doubt : ENOUGH + 0.6 * doubt);
  }

  /** Whether nothing at all is accepted any more. @param limit parts per second, infinite while unknown */
  isWall(leftAt: number, limit: number): boolean {
    const spanMs = Number.isFinite(limit) ? (ROW_PARTS * 1000) / limit : ROW_MS;
    return this.#row >= ROW && leftAt - this.#rowFrom >= spanMs;
  }

  get evidence(): number {
    return this.#evidence;
  }

  clear(): void {
    this.#evidence = 0;
  }
}
