/**
 * Runs callbacks in the order of their due times with one timer for all, since a benchmark has tens of thousands
 * waiting. Callbacks due in the same millisecond run together, in the order in which they were added.
 */
export class TimeQueue {
  readonly #afterRun: () => void;
  readonly #due = new Map<number, (() => void)[]>();
  /** The keys of `#due` in ascending order. */
  readonly #times: number[] = [];
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(afterRun: () => void) {
    this.#afterRun = afterRun;
  }

  add(delayMs: number, run: () => void): void {
    const at = Math.ceil(performance.now() + delayMs);
    const bucket = this.#due.get(at);
    if (bucket !== undefined) {
      bucket.push(run);
      return;
    }
    this.#due.set(at, [run]);
    this.#insert(at);
    this.#arm();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerAt = Number.POSITIVE_INFINITY;
    this.#due.clear();
    this.#times.length = 0;
  }

  #insert(at: number): void {
    let index = this.#times.length;
    while (index > 0 && (this.#times[index - 1] ?? 0) > at) index--;
    this.#times.splice(index, 0, at);
  }

  #arm(): void {
    const first = this.#times[0];
    if (first === undefined || first >= this.#timerAt) return;
    clearTimeout(this.#timer);
    this.#timerAt = first;
    this.#timer = setTimeout(this.#run, Math.max(0, first - performance.now()));
  }

  readonly #run = (): void => {
    this.#timer = undefined;
    this.#timerAt = Number.POSITIVE_INFINITY;
    const now = performance.now();
    for (let first = this.#times[0]; first !== undefined && first <= now; first = this.#times[0]) {
      const bucket = this.#due.get(first) ?? [];
      this.#times.shift();
      this.#due.delete(first);
      for (const run of bucket) run();
    }
    this.#arm();
    this.#afterRun();
  };
}
