import type { MessageId } from '../../domain/messages/message-id.ts';
import type { Cancel, Clock } from '../../kernel/clock.ts';

/** The time for which each message in doubt waits for a late answer before `onUncertain` decides. */
export class Graces {
  readonly #clock: Clock;
  readonly #ms: number;
  readonly #running = new Map<MessageId, Cancel>();

  /** @param ms the length of each grace */
  constructor(clock: Clock, ms: number) {
    this.#clock = clock;
    this.#ms = ms;
  }

  get size(): number {
    return this.#running.size;
  }

  /**
   * Calls `ended` when the grace is over, unless it is stopped before. A grace that runs for the message is replaced.
   */
  begin(id: MessageId, ended: () => void): void {
    this.stop(id);
    const cancel = this.#clock.after(this.#ms, () => {
      this.#running.delete(id);
      ended();
    });
    this.#running.set(id, cancel);
  }

  stop(id: MessageId): void {
    this.#running.get(id)?.();
    this.#running.delete(id);
  }

  stopAll(): void {
    for (const cancel of this.#running.values()) cancel();
    this.#running.clear();
  }
}
