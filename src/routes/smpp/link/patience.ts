/**
 * The number of unanswered submits in a row after which the link sends one submit at a time until the carrier answers.
 */
const PATIENCE = 10;

/**
 * Decides whether a carrier that still sends other PDUs has stopped answering submits. Pure: the clock's elapsed time
 * is an argument.
 */
export class Patience {
  readonly #most: number;
  #unansweredInARow = 0;
  #answeredAt = 0;

  /**
   * @param window the largest number of submits in flight. If it is below `PATIENCE`, it is the limit: no more submits
   * can go unanswered at once.
   */
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
   * Counts a submit that timed out. It doesn't count if the carrier answered another one after it was written: then the
   * carrier lost one submit, but isn't silent.
   */
  unanswered(writtenAt: number): void {
    if (writtenAt >= this.#answeredAt) this.#unansweredInARow++;
  }
}
