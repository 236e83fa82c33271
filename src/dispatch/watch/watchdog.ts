import type { DeadlineRepository, EndedClass } from '../../domain/messages/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';

const AUDIT_EVERY_MS = 60_000;
/** How long after a message's validity a receipt is waited for, ms: carriers deliver late, and report later. */
export const RECEIPT_GRACE_MS = 3_600_000;

export interface WatchdogDeps {
  /** Whether this process is the one that ends messages; left out: it is. */
  readonly isChosen?: () => boolean;
  readonly deadlines: DeadlineRepository;
  /** The longest time between two looks, ms. */
  readonly restMs: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly expired: (ended: EndedClass) => void;
  /** Called every minute: compares the send loop's counts with the queue on disk. */
  readonly audit: () => Promise<void>;
}

/**
 * Ends messages whose validity is over: a queued message expires at once, a message that a carrier has is given up an
 * hour later. Each look is at the queued messages whose deadline came since the last one, and each minute at all queued
 * messages.
 */
export class Watchdog {
  readonly #deps: WatchdogDeps;
  readonly #looper: Looper;
  #expiredUntil = 0;
  /** By the clock's elapsed time. */
  #auditedAt = Number.NEGATIVE_INFINITY;

  constructor(deps: WatchdogDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    this.#looper = new Looper(() => this.#look(), { clock, log, failure: 'deadlines cannot be checked' });
  }

  start(): void {
    this.#looper.start();
  }

  /** Resolves when the look under way has ended. */
  stop(): Promise<void> {
    return this.#looper.stop();
  }

  /** To be called when a deadline has come. */
  wake(): void {
    this.#looper.wake();
  }

  /** Queued messages with an earlier deadline have expired, ms since the epoch. */
  get expiredUntil(): number {
    return this.#expiredUntil;
  }

  async #look(): Promise<number> {
    const { deadlines, clock, expired, audit, restMs } = this.#deps;
    const { signal } = this.#looper;
    const now = clock.now();
    if (clock.elapsed() - this.#auditedAt >= AUDIT_EVERY_MS) {
      this.#auditedAt = clock.elapsed();
      await audit();
      // A message whose validity ended while a route had it may have come back into the queue since: its deadline is
      // before the last look.
      this.#expiredUntil = 0;
    }
    // Of several nodes, one looks: the others' clocks may be wrong.
    if (this.#deps.isChosen?.() === false) return restMs;
    for (let more = true; more && !signal.aborted; ) {
      const result = await deadlines.expireQueued(this.#expiredUntil, now);
      for (const ended of result.ended) expired(ended);
      more = result.more;
    }
    for (let more = true; more && !signal.aborted; ) {
      // Each look begins at 0, which costs little: all messages that old have ended, except those that a late answer
      // reopened.
      ({ more } = await deadlines.giveUp(0, now - RECEIPT_GRACE_MS, now));
    }
    if (!signal.aborted) this.#expiredUntil = now;
    return restMs;
  }
}
