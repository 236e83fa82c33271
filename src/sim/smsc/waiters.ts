interface Waiter<T> {
  readonly predicate: (subject: T) => boolean;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Promises that wait for a condition on `subject`; `look` checks them after a change. */
export class Waiters<T> {
  readonly #subject: T;
  readonly #waiting = new Set<Waiter<T>>();

  constructor(subject: T) {
    this.#subject = subject;
  }

  until(predicate: (subject: T) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      if (predicate(this.#subject)) resolve();
      else this.#waiting.add({ predicate, resolve, reject });
    });
  }

  look(): void {
    for (const waiter of this.#waiting) {
      if (!waiter.predicate(this.#subject)) continue;
      this.#waiting.delete(waiter);
      waiter.resolve();
    }
  }

  close(): void {
    for (const { reject } of this.#waiting) reject(new Error('the carrier closed before this became true'));
    this.#waiting.clear();
  }
}
