import type { Cancel, Clock } from '../../../kernel/clock.ts';

/**
 * For how long the disk is tried for a message that awaits its acknowledgement, ms. A modem waits for 15 s or longer;
 * then it stops delivering (TS 27.005 3.4.4), and drops the status reports that come meanwhile.
 */
export const TRIED_FOR_MS = 9000;
/** Later than this after a message came, ms, AT+CNMA may acknowledge the next one. */
export const ACKNOWLEDGED_WITHIN_MS = 14_000;
/** The pause before the disk is tried again, ms. */
const RETRY_MS = 1000;
/** The most messages and status reports that wait for the disk; one more waits for the network to send it again. */
const MOST = 200;

/** Messages and status reports that could not be stored, until they are tried again. */
export class Retries {
  readonly #clock: Clock;
  readonly #waiting = new Set<Cancel>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Tries again after a second. Returns false if too many wait already. */
  later(run: () => void): boolean {
    if (this.#waiting.size >= MOST) return false;
    const cancel = this.#clock.after(RETRY_MS, () => {
      this.#waiting.delete(cancel);
      run();
    });
    this.#waiting.add(cancel);
    return true;
  }

  /** To be called when the modem went out of service: its network sends again what was not acknowledged. */
  forget(): void {
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }
}
