import type { DeadlineRepository, EndedClass } from '../../domain/messages/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';

const EVERY_MS = 1000;
const AUDIT_EVERY_MS = 60_000;
/** After a message's validity: how long a receipt is waited for. Carriers deliver late, and report later. */
export const RECEIPT_GRACE_MS = 3_600_000;

export interface WatchdogDeps {
  readonly deadlines: DeadlineRepository;
  readonly clock: Clock;
  readonly log: Log;
  readonly expired: (ended: EndedClass) => void;
  /** Every minute: what waits on disk, to compare with what is believed to wait. */
  readonly audit: () => Promise<void>;
}

/**
 * Sees to it that no message stays open past its validity plus grace: what is in the queue then expires, what is with a
 * carrier is given up an hour later. Each second it looks at the deadlines that time has passed over, which are few;
 * each minute at all of them.
 */
export class Watchdog {
  readonly #deps: WatchdogDeps;
  readonly #looper: Looper;
  #expiredUntil = 0;
  #auditedAt = 0;

  constructor(deps: WatchdogDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    this.#looper = new Looper(() => this.#look(), { clock, log, failure: 'deadlines cannot be looked at' });
  }

  start(): void {
    this.#looper.start();
  }

  /** Resolves when a look on its way has ended. */
  stop(): Promise<void> {
    return this.#looper.stop();
  }

  async #look(): Promise<number> {
    const { deadlines, clock, expired, audit } = this.#deps;
    const { signal } = this.#looper;
    const now = clock.now();
    if (now - this.#auditedAt >= AUDIT_EVERY_MS) {
      this.#auditedAt = now;
      await audit();
      // What was being sent as its validity ended may have come back into the queue long since.
      this.#expiredUntil = 0;
    }
    for (let more = true; more && !signal.aborted; ) {
      const result = await deadlines.expireQueued(this.#expiredUntil, now);
      for (const ended of result.ended) expired(ended);
      more = result.more;
    }
    for (let more = true; more && !signal.aborted; ) {
      // From the beginning: what is that old has ended, but for what a late answer has opened again.
      ({ more } = await deadlines.giveUp(0, now - RECEIPT_GRACE_MS, now));
    }
    if (!signal.aborted) this.#expiredUntil = now;
    return EVERY_MS;
  }
}
