/** Bounds how many requests wait for the disk at once: beyond that, saying no at once is kinder than a time-out. */
export class Pending {
  readonly #limit: number;
  #count = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False when there are too many; otherwise `leave` must be called once. */
  enter(): boolean {
    if (this.#count >= this.#limit) return false;
    this.#count += 1;
    return true;
  }

  leave(): void {
    this.#count -= 1;
  }
}
