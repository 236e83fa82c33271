import type { Queue, Settlement } from '../../domain/messages/queue.ts';
import type { Cancel, Clock } from '../../kernel/clock.ts';
import { TocsinError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';

const RETRY_MS = 1000;

export interface SettlerDeps {
  readonly queue: Pick<Queue, 'settle'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Called once the message is in the queue on disk: an earlier claim would not find it. */
  readonly requeued: (settlement: Extract<Settlement, { kind: 'requeued' }>) => void;
}

/**
 * Writes outcomes to disk in their order, those of one turn of the event loop in one call. While the disk refuses them
 * they are kept in memory and written again each second, and the send loop claims nothing.
 */
export class Settler {
  readonly #deps: SettlerDeps;
  #pending: Settlement[] = [];
  #scheduled = false;
  /** Batches that the disk refused, by their turns. */
  #failing: Map<number, readonly Settlement[]> | undefined;
  #turn = 0;
  #writing = 0;
  #cancelRetry: Cancel | undefined;
  #idle: (() => void)[] = [];

  constructor(deps: SettlerDeps) {
    this.#deps = deps;
  }

  /** Whether the disk refused the last write. */
  get stuck(): boolean {
    return this.#failing !== undefined;
  }

  add(settlement: Settlement): void {
    this.#pending.push(settlement);
    if (this.#scheduled || this.stuck) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  /** Resolves when all that was added is on disk, or the disk refuses. */
  drained(): Promise<void> {
    if (this.#isIdle()) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  close(): void {
    this.#cancelRetry?.();
  }

  #flush(): void {
    if (this.stuck || this.#pending.length === 0) return;
    this.#write(this.#pending.splice(0));
  }

  #write(batch: readonly Settlement[]): void {
    const turn = this.#turn++;
    this.#writing++;
    this.#deps.queue.settle(batch).then(
      () => this.#written(batch),
      (error: unknown) => this.#refused(batch, turn, error),
    );
  }

  #written(batch: readonly Settlement[]): void {
    this.#writing--;
    for (const settlement of batch) if (settlement.kind === 'requeued') this.#deps.requeued(settlement);
    this.#flush();
    this.#tellIdle();
  }

  /** Batches that were under way at the same time may fail one after another, the later first. */
  #refused(batch: readonly Settlement[], turn: number, error: unknown): void {
    this.#writing--;
    if (!(error instanceof TocsinError && error.code === 'storeUnavailable')) {
      this.#apart(batch, error);
      return;
    }
    this.#failing ??= new Map();
    this.#failing.set(turn, batch);
    const outcomes = [...this.#failing.values()].reduce((sum, one) => sum + one.length, 0);
    this.#deps.log.error({ err: error, outcomes }, 'outcomes cannot be written; sending stops');
    this.#retrySoon();
    this.#tellIdle();
  }

  #retrySoon(): void {
    this.#cancelRetry ??= this.#deps.clock.after(RETRY_MS, () => {
      this.#cancelRetry = undefined;
      // What is still under way comes before it.
      if (this.#writing > 0) this.#retrySoon();
      else this.#retry();
    });
  }

  /** Joins what was refused again in its order. */
  #retry(): void {
    const refused = [...(this.#failing ?? [])].toSorted(([one], [other]) => one - other);
    this.#failing = undefined;
    this.#write([...refused.flatMap(([, batch]) => batch), ...this.#pending.splice(0)]);
  }

  /**
   * One settlement is at fault, not the disk: each is written alone, so that the faulty one doesn't block the others.
   */
  #apart(batch: readonly Settlement[], error: unknown): void {
    const [first] = batch;
    if (batch.length > 1) for (const settlement of batch) this.#write([settlement]);
    else if (first !== undefined) {
      // The whole outcome must not be in a log, since a modem's `carrierRef` has the recipient's number in it.
      const { kind, key, route } = first;
      this.#deps.log.error(
        { err: error, outcome: { kind, key, route } },
        'an outcome cannot be written, it is left to the watchdog',
      );
    }
    this.#tellIdle();
  }

  #isIdle(): boolean {
    return this.stuck || (this.#writing === 0 && this.#pending.length === 0);
  }

  #tellIdle(): void {
    if (!this.#isIdle()) return;
    for (const resolve of this.#idle.splice(0)) resolve();
  }
}
