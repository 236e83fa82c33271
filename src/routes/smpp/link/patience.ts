/** So many submits in a row unanswered, though the carrier lives: from then on one at a time, until it answers. */
const PATIENCE = 10;

/** Whether a carrier that lives still answers what it is given. Pure: time is an argument, in ms. */
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

  /** Of a submit written before the last answer it is the carrier's oversight, not its silence. */
  unanswered(writtenAt: number): void {
    if (writtenAt >= this.#answeredAt) this.#unansweredInARow++;
  }
}
