/** Limits the requests that wait for the disk: one more is refused at once, which is better than a time-out later. */
export class Pending {
  readonly #limit: number;
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False: there are too many. True: `leave` must be called once. */
  enter(): boolean {
    if (this.#count >= this.#limit) return false;
    this.#count += 1;
    return true;
  }

  leave(): void {
    this.#count -= 1;
  }
}
