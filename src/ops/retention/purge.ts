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
  /** The figures of an alert that are kept when its messages are deleted. */
  readonly figures: (alert: number, audience: Audience) => Promise<ReportFigures>;
  /** Whether messages are being sent. Deletion is then slower. */
  readonly isSending: () => boolean;
  readonly clock: Clock;
}

/** How many rows one query returns. It takes some ms. */
const LOOKED_AT = 2000;
/** How many rows one commit deletes, each with everything that belongs to it. Other writes wait some ms for it. */
const PIECE = 100;
/** The pause between two pieces: `REST_MS`, or `REST_FACTOR` times the duration of the last piece if that is longer. */
const REST_MS = 10;
const REST_FACTOR = 4;
/** The shortest pause while messages are being sent, ms. Deleting a million rows then takes an hour and a half. */
const SENDING_REST_MS = 500;

/** Deletes old data in pieces with pauses between them. It can be stopped after any piece. */
export class Purge {
  readonly #deps: PurgeDeps;
  readonly #signal: AbortSignal;

  constructor(deps: PurgeDeps, signal: AbortSignal) {
    this.#deps = deps;
    this.#signal = signal;
  }

  /** @returns the number of rows deleted in all tables, by kind; if it was aborted, up to then */
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

  /** Pauses between two pieces. The pause is longer after a piece that took long: the store is busy with other work. */
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

/** The times by which rows of this kind are deleted; undefined if this kind is never deleted. */
export const spanOf = (times: RetentionTimes, kind: RetentionKind, now: number): Span | undefined => {
  const kept = times[kind];
  return kept === 'never' ? undefined : { before: now - kept, now };
};
