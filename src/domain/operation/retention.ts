import type { ReportFigures } from '../alerts/alert-report.ts';
import type { Audience } from '../people/audience.ts';

/**
 * What is deleted by age, each kind with a time of its own. Another kind is a line here, in `src/config/retention.ts` and in
 * `src/store/sqlite/retention/sweeps.ts`.
 */
export const retentionKinds = [
  'messages',
  'alerts',
  'inbox',
  'unmatchedReceipts',
  'audit',
  'idempotency',
  'cap',
  'triggerEvents',
  'deliveries',
  'imports',
  'scheduleFires',
  'drillRuns',
] as const;

export type RetentionKind = (typeof retentionKinds)[number];

/** How long each kind is kept, ms; `never`: it is never deleted. */
export type RetentionTimes = Readonly<Record<RetentionKind, number | 'never'>>;

/** What is older than `before` goes; what is dated later than `now` was written while the clock was wrong. ms since the epoch. */
export interface Span {
  readonly before: number;
  readonly now: number;
}

export type Cell = string | number;

/** Where a walk goes on; opaque. The sweep is one of those that the kind consists of. */
export interface Place {
  readonly sweep: number;
  readonly after: readonly Cell[] | undefined;
}

/** Rows that may go, of those that were looked at. */
export interface OldRows {
  readonly place: Place;
  readonly keys: readonly (readonly Cell[])[];
  /** Undefined: all is looked at. */
  readonly next: Place | undefined;
}

/** An alert that has ended, and of whose people nothing is as young as to stay. */
export interface RipeAlert {
  readonly id: number;
  readonly version: number;
  readonly audience: Audience;
  /** Messages, people and answers that would go. */
  readonly rows: number;
}

export interface LastPurge {
  /** ms since the epoch. */
  readonly endedAt: number;
  readonly durationMs: number;
  readonly removed: Readonly<Partial<Record<RetentionKind, number>>>;
}

/** What the purge knows of itself. Times in ms since the epoch. */
export interface RetentionMark {
  /** The latest time that the clock said and that was believed. */
  readonly believedAt: number;
  /** Nights until then are done with. */
  readonly doneUntil: number;
  readonly last: LastPurge | undefined;
}

/** The store's part in deleting what is old. All of it in small pieces: reads beside the writer, each removal one commit. */
export interface RetentionRepository {
  /** Undefined before the first start. */
  mark(): Promise<RetentionMark | undefined>;
  keepMark(mark: RetentionMark): Promise<void>;
  /** When the newest thing in the store was written, ms since the epoch; undefined: it is empty. */
  newestAt(): Promise<number | undefined>;
  /** Looks at the next rows of a kind, at most `limit`. */
  oldRows(kind: RetentionKind, span: Span, place: Place | undefined, limit: number): Promise<OldRows>;
  /** Removes what still may go, each row with all that belongs to it, and says how many rows of any table that were. */
  removeOld(
    kind: RetentionKind,
    span: Span,
    sweep: number,
    keys: readonly (readonly Cell[])[],
  ): Promise<number>;
  /** The next ended alert behind this one that is ripe, and may be emptied. */
  ripeAlert(span: Span, after: number): Promise<RipeAlert | undefined>;
  /**
   * Keeps the figures for good, and lets the rows of the alert's people go: no wave follows any more. False, and nothing
   * done, if the alert has changed since.
   */
  emptyAlert(alert: RipeAlert, figures: ReportFigures, nowMs: number): Promise<boolean>;
}
