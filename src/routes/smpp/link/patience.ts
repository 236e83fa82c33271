/**
 * After so many unanswered submits in a row, though other PDUs come, the link sends one at a time until the carrier
 * answers.
 */
const PATIENCE = 10;

/**
 * Decides whether a carrier that is alive has stopped answering submits. Pure: time is an argument, in ms since the
 * epoch.
 *
 * @param window most submits in flight; a smaller window lowers the limit, since only so many can be unanswered at
 * once
 */
export class Patience {
  readonly #most: number;
  #unansweredInARow = 0;
  #answeredAt = 0;

  /** @param window submits in flight: fewer than PATIENCE can't go unanswered at once */
  constructor(window: number) {
    this.#most = Math.min(PATIENCE, window);
  }

  get isOver(): boolean {
    return this.#unansweredInARow >= this.#most;
  }

  answered(now: number): void {
    this.#unansweredInARow = 0;
    this.#answeredAt = now;
  }

  /**
   * A submit that was written before the last answer doesn't count: the carrier has forgotten that one, but isn't
   * silent.
   */
  unanswered(writtenAt: number): void {
    if (writtenAt >= this.#answeredAt) this.#unansweredInARow++;
  }
}
