import type { ReportFigures } from '../../domain/alerts/alert-report.ts';
import {
  type OldRows,
  type Place,
  type RetentionKind,
  type RetentionRepository,
  type RetentionTimes,
  retentionKinds,
  type Span,
} from '../../domain/operation/retention.ts';
import type { Audience } from '../../domain/people/audience.ts';
import type { Clock } from '../../kernel/clock.ts';

export interface PurgeDeps {
  readonly repository: RetentionRepository;
  readonly times: RetentionTimes;
  /** Of an alert, what is kept when its messages go. */
  readonly figures: (alert: number, audience: Audience) => Promise<ReportFigures>;
  /** Messages are going out: they go before. */
  readonly isSending: () => boolean;
  readonly clock: Clock;
}

/** Rows looked at in one read: some ms. */
const LOOKED_AT = 2000;
/** Rows, each with what belongs to it, in one commit: whoever waits behind it waits some ms. */
const PIECE = 100;
/** The store is left alone between two pieces for so long, and for so many times as the last one took. */
const REST_MS = 10;
const REST_FACTOR = 4;
/** At the least, while messages go out: a million rows then take an hour and a half, and still come to an end. */
const SENDING_REST_MS = 500;

/** The deletion of what is old: in pieces, each whole, with rests between, so that it can end anywhere. */
export class Purge {
  readonly #deps: PurgeDeps;
  readonly #signal: AbortSignal;

  constructor(deps: PurgeDeps, signal: AbortSignal) {
    this.#deps = deps;
    this.#signal = signal;
  }

  /** @returns rows of all tables that were deleted, by kind; of an aborted one, up to there */
  async run(now: number): Promise<Partial<Record<RetentionKind, number>>> {
    const removed: Partial<Record<RetentionKind, number>> = {};
    for (const kind of retentionKinds) {
      const span = spanOf(this.#deps.times, kind, now);
      if (span === undefined || this.#signal.aborted) continue;
      if (kind === 'alerts') await this.#emptyAlerts(span);
      removed[kind] = await this.#removeKind(kind, span);
    }
    return removed;
  }

  async #emptyAlerts(span: Span): Promise<void> {
    const { repository, figures, clock } = this.#deps;
    for (let after = 0; !this.#signal.aborted; ) {
      const ripe = await repository.ripeAlert(span, after);
      if (ripe === undefined) return;
      await repository.emptyAlert(ripe, await figures(ripe.id, ripe.audience), clock.now());
      after = ripe.id;
      await this.#rest(0);
    }
  }

  async #removeKind(kind: RetentionKind, span: Span): Promise<number> {
    const { repository, clock } = this.#deps;
    let removed = 0;
    for (let place: Place | undefined; !this.#signal.aborted; ) {
      const found: OldRows = await repository.oldRows(kind, span, place, LOOKED_AT);
      for (let at = 0; at < found.keys.length && !this.#signal.aborted; at += PIECE) {
        const began = clock.now();
        removed += await repository.removeOld(
          kind,
          span,
          found.place.sweep,
          found.keys.slice(at, at + PIECE),
        );
        await this.#rest(clock.now() - began);
      }
      if (found.next === undefined) break;
      place = found.next;
      if (found.keys.length === 0) await this.#rest(0);
    }
    return removed;
  }

  /** The longer the store took, the more others want of it. */
  #rest(tookMs: number): Promise<void> {
    const { clock, isSending } = this.#deps;
    const restMs = Math.max(isSending() ? SENDING_REST_MS : REST_MS, REST_FACTOR * tookMs);
    return new Promise((resolve) => {
      const done = (): void => {
        cancel();
        this.#signal.removeEventListener('abort', done);
        resolve();
      };
      const cancel = clock.after(restMs, done);
      if (this.#signal.aborted) done();
      else this.#signal.addEventListener('abort', done);
    });
  }
}

/** Undefined: of this kind nothing ever goes. */
export const spanOf = (times: RetentionTimes, kind: RetentionKind, now: number): Span | undefined => {
  const kept = times[kind];
  return kept === 'never' ? undefined : { before: now - kept, now };
};
