import { type Audit, type AuditActor, GATEWAY } from '../../domain/operation/audit.ts';
import {
  type LastPurge,
  type RetentionKind,
  type RetentionMark,
  type RetentionTimes,
  retentionKinds,
} from '../../domain/operation/retention.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import { whyNotBelieved } from './clock-guard.ts';
import { Purge, type PurgeDeps, spanOf } from './purge.ts';
import { type WouldGo, whatWouldGo } from './what-would-go.ts';

export interface RetentionDeps extends PurgeDeps {
  /** The first time of the nightly deletion after `afterMs`, ms since the epoch. */
  readonly nextNight: (afterMs: number) => number;
  readonly audit: Audit;
  readonly log: Log;
  /** Called after each deletion, for the metrics. */
  readonly purged: (last: LastPurge) => void;
}

export interface RetentionStatus {
  readonly times: RetentionTimes;
  readonly wouldGo: Readonly<Partial<Record<RetentionKind, WouldGo>>>;
  readonly running: boolean;
  /** Why nothing is deleted now; undefined if deletion isn't held. */
  readonly held: string | undefined;
  readonly next: number;
  readonly last: LastPurge | undefined;
}

const HOUR_MS = 3_600_000;
/** How long deletion waits after the start of the gateway, in ms: the start has more urgent work. */
const AFTER_START_MS = 60_000;

/**
 * Deletes old data once each night, but never while the clock isn't trusted. If the gateway was off at that time, it
 * deletes after its next start.
 */
export class Retention {
  readonly #deps: RetentionDeps;
  readonly #looper: Looper;
  #mark: RetentionMark | undefined;
  #refusal: string | undefined;
  #purging: Promise<boolean> | undefined;

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'old data cannot be deleted; trying again';
    this.#looper = new Looper(() => this.#lookAndPurge(), { clock, log, failure });
  }

  /** Why nothing is deleted; undefined if deletion isn't held. */
  get held(): string | undefined {
    return this.#refusal;
  }

  get last(): LastPurge | undefined {
    return this.#mark?.last;
  }

  start(): void {
    this.#looper.start(AFTER_START_MS);
  }

  /** Resolves when the piece that is being deleted is done. */
  async stop(): Promise<void> {
    await Promise.all([this.#looper.stop(), this.#purging]);
  }

  async status(): Promise<RetentionStatus> {
    const { repository, times, clock, nextNight } = this.#deps;
    const mark = await this.#look();
    const now = clock.now();
    const wouldGo: Partial<Record<RetentionKind, WouldGo>> = {};
    for (const kind of retentionKinds) {
      const span = spanOf(times, kind, now);
      if (span !== undefined) wouldGo[kind] = await whatWouldGo(repository, kind, span);
    }
    return {
      times,
      wouldGo,
      running: this.#purging !== undefined,
      held: this.#refusal,
      next: nextNight(now),
      last: mark.last,
    };
  }

  /** Starts a deletion now, and doesn't wait for its end. */
  async begin(actor: AuditActor): Promise<'begun' | 'running' | { readonly held: string }> {
    await this.#look();
    if (this.#refusal !== undefined) return { held: this.#refusal };
    if (this.#purging !== undefined) return 'running';
    this.#purge(actor);
    return 'begun';
  }

  /** To be called when an admin confirms that the clock is right. */
  async confirmClock(actor: AuditActor): Promise<void> {
    const { audit, repository, clock } = this.#deps;
    const mark = await this.#look();
    const now = clock.now();
    await audit.record(actor, 'retention.confirmClock', 'retention', {
      now: new Date(now).toISOString(),
      before: new Date(mark.believedAt).toISOString(),
    });
    this.#mark = { ...(this.#mark ?? mark), believedAt: now };
    await repository.keepMark(this.#mark);
    this.#refusal = undefined;
  }

  #untilNextLook(): number {
    const now = this.#deps.clock.now();
    return Math.max(1, Math.min(HOUR_MS, this.#deps.nextNight(now) - now));
  }

  async #lookAndPurge(): Promise<number> {
    const { clock, nextNight, log } = this.#deps;
    const { doneUntil } = await this.#look();
    if (this.#refusal !== undefined) log.error({ reason: this.#refusal }, 'old data is not deleted');
    else if (nextNight(doneUntil) <= clock.now()) await this.#purge(GATEWAY);
    return this.#untilNextLook();
  }

  /** Checks the clock, and holds deletion if the clock isn't trusted. A trusted time is stored for the next check. */
  async #look(): Promise<RetentionMark> {
    const { repository, clock } = this.#deps;
    const now = clock.now();
    const known = this.#mark ?? (await repository.mark());
    // After the first start, nothing is deleted before the next night, so that an operator who has upgraded can set the
    // ages.
    const mark = known ?? {
      believedAt: (await repository.newestAt()) ?? now,
      doneUntil: now,
      last: undefined,
    };
    this.#refusal = whyNotBelieved(mark.believedAt, now);
    this.#mark =
      this.#refusal === undefined
        ? { ...mark, believedAt: Math.max(mark.believedAt, now), doneUntil: Math.min(mark.doneUntil, now) }
        : mark;
    if (known === undefined || this.#refusal === undefined) await repository.keepMark(this.#mark);
    return this.#mark;
  }

  #purge(actor: AuditActor): Promise<boolean> {
    this.#purging ??= this.#purgeNow(actor)
      .catch((error: unknown) => {
        this.#deps.log.error({ err: error }, 'old data cannot be deleted; trying again within the hour');
        return false;
      })
      .finally(() => {
        this.#purging = undefined;
      });
    return this.#purging;
  }

  async #purgeNow(actor: AuditActor): Promise<boolean> {
    const { audit, repository, clock, log, purged } = this.#deps;
    const began = clock.now();
    const removed = await new Purge(this.#deps, this.#looper.signal).run(began);
    // The gateway is stopping. What is left of the old data is deleted after the next start.
    if (this.#looper.signal.aborted) return false;
    const last = { endedAt: clock.now(), durationMs: clock.now() - began, removed };
    await audit.record(actor, 'retention.purge', 'retention', { removed, durationMs: last.durationMs });
    const mark = this.#mark ?? { believedAt: began, doneUntil: began };
    this.#mark = { ...mark, doneUntil: Math.max(mark.doneUntil, began), last };
    await repository.keepMark(this.#mark);
    log.info({ removed, durationMs: last.durationMs }, 'old data has been deleted');
    purged(last);
    return true;
  }
}
