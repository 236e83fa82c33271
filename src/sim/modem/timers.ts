import type { Cancel, Clock } from '../../kernel/clock.ts';

/** Timers that are cancelled together. */
export class Timers {
  readonly #clock: Clock;
  readonly #pending = new Set<Cancel>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  after(delayMs: number, run: () => void): void {
    const cancel = this.#clock.after(delayMs, () => {
      this.#pending.delete(cancel);
      run();
    });
    this.#pending.add(cancel);
  }

  /** Resolves after `delayMs`, and at once for 0. Never resolves if `clear` comes first. */
  wait(delayMs: number): Promise<void> {
    return delayMs <= 0 ? Promise.resolve() : new Promise((resolve) => this.after(delayMs, resolve));
  }

  clear(): void {
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
  }
}
