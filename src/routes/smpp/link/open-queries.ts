import type { Clock } from '../../../kernel/clock.ts';

/**
 * The query_sm requests of one socket that wait for an answer, by sequence number. They are few, so each can have its
 * own timer.
 */
export class OpenQueries {
  readonly #open = new Map<number, (answer: Buffer | undefined) => void>();
  readonly #clock: Clock;
  readonly #timeoutMs: number;

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
  }

  /** Resolves with the answer; undefined if none comes in time, or the socket is gone. */
  wait(sequence: number): Promise<Buffer | undefined> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(this.#timeoutMs, () => this.answered(sequence, undefined));
      this.#open.set(sequence, (answer) => {
        cancel();
        this.#open.delete(sequence);
        resolve(answer);
      });
    });
  }

  answered(sequence: number, answer: Buffer | undefined): void {
    this.#open.get(sequence)?.(answer);
  }

  close(): void {
    for (const answered of this.#open.values()) answered(undefined);
  }
}
