import type { Cancel, Clock } from '../../../kernel/clock.ts';
import { TocsinError } from '../../../kernel/errors.ts';

/** The life of one open serial line. Every promise that waits for the line is rejected when the line closes. */
export class LineLife {
  readonly #clock: Clock;
  readonly #waiting = new Set<(error: TocsinError) => void>();
  #endedBecause: string | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  end(reason: string): void {
    this.#endedBecause = reason;
    for (const reject of [...this.#waiting]) reject(this.#gone());
  }

  /**
   * A promise that is rejected if the serial line closes first.
   *
   * @param start begins the wait, and returns a function that cleans up after a rejection
   * @throws TocsinError deviceFailed if the serial line closes first
   */
  wait<T>(start: (resolve: (value: T) => void, reject: (error: TocsinError) => void) => Cancel): Promise<T> {
    if (this.#endedBecause !== undefined) return Promise.reject(this.#gone());
    return new Promise((resolve, reject) => {
      let cleanUp: Cancel | undefined;
      let failed = false;
      const fail = (error: TocsinError) => {
        failed = true;
        this.#waiting.delete(fail);
        cleanUp?.();
        reject(error);
      };
      this.#waiting.add(fail);
      cleanUp = start((value) => {
        this.#waiting.delete(fail);
        resolve(value);
      }, fail);
      // The serial line may close while `start` runs, before there is anything to clean up.
      if (failed) cleanUp();
    });
  }

  /** @throws TocsinError deviceFailed if the serial line closes meanwhile */
  pause(ms: number): Promise<void> {
    return this.wait<void>((resolve) => this.#clock.after(ms, resolve));
  }

  #gone(): TocsinError {
    return new TocsinError('deviceFailed', `the serial line closed: ${this.#endedBecause}`);
  }
}
