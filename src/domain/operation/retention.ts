import type { ReportFigures } from '../alerts/alert-report.ts';
import type { Audience } from '../people/audience.ts';

/**
 * The kinds of data that are deleted by age, each after a time of its own. A new kind also needs a line in
 * `src/config/retention.ts` and in `src/store/rules/retention/sweeps.ts`.
 */
export const retentionKinds = [
  'messages',
  'alerts',
  'inbox',
  'cases',
  'unmatchedReceipts',
  'audit',
  'idempotency',
  'cap',
  'triggerEvents',
  'deliveries',
  'imports',
  'scheduleFires',
  'drillRuns',
  'bin',
] as const;

export type RetentionKind = (typeof retentionKinds)[number];

/** How long each kind is kept, ms; `never` if it is not deleted. */
export type RetentionTimes = Readonly<Record<RetentionKind, number | 'never'>>;

/**
 * The ages at which rows are deleted: rows older than `before`, and rows later than `now`, which were written while the
 * clock was wrong. Both times are in ms since the epoch.
 */
export interface Span {
  readonly before: number;
  readonly now: number;
}

export type Cell = string | number;

/**
 * Where a walk through the rows of a kind continues: `sweep` is one of the walks over the tables of this kind
 * (`src/store/rules/retention/sweeps.ts`), and `after` the key of the last row that was looked at.
 */
export interface Place {
  readonly sweep: number;
  readonly after: readonly Cell[] | undefined;
}

/** The rows that can be deleted, among the rows that were looked at. */
export interface OldRows {
  readonly place: Place;
  readonly keys: readonly (readonly Cell[])[];
  /** Undefined if there are no more rows. */
  readonly next: Place | undefined;
}

/** An ended alert of which every row is old enough to be deleted. */
export interface RipeAlert {
  readonly id: number;
  readonly version: number;
  readonly audience: Audience;
  /** Messages, people and answers that would be deleted. */
  readonly rows: number;
}

export interface LastPurge {
  /** ms since the epoch. */
  readonly endedAt: number;
  readonly durationMs: number;
  readonly removed: Readonly<Partial<Record<RetentionKind, number>>>;
}

/** The stored state of the deletion. Times in ms since the epoch. */
export interface RetentionMark {
  /** The latest time of the clock that was trusted. */
  readonly believedAt: number;
  /** Until this time, the deletions of all nights are done. */
  readonly doneUntil: number;
  readonly last: LastPurge | undefined;
}

/** What the deletion needs of the store. Reads don't block the writer, and each removal is one small commit. */
export interface RetentionRepository {
  /** Undefined before the first start. */
  mark(): Promise<RetentionMark | undefined>;
  keepMark(mark: RetentionMark): Promise<void>;
  /** When the newest row in the store was written, ms since the epoch; undefined if the store is empty. */
  newestAt(): Promise<number | undefined>;
  /** Looks at the next rows of a kind, at most `limit`. */
  oldRows(kind: RetentionKind, span: Span, place: Place | undefined, limit: number): Promise<OldRows>;
  /**
   * Deletes those rows that can still be deleted, with everything that belongs to them. Resolves with the number of
   * rows that were deleted in all tables.
   */
  removeOld(
    kind: RetentionKind,
    span: Span,
    sweep: number,
    keys: readonly (readonly Cell[])[],
  ): Promise<number>;
  /** The next ended alert after `after` that is old enough to be emptied. */
  ripeAlert(span: Span, after: number): Promise<RipeAlert | undefined>;
  /**
   * Keeps the figures of the alert and deletes the rows of its people, after which the alert can have no further wave.
   * False if the alert has changed since it was read; then nothing is done.
   */
  emptyAlert(alert: RipeAlert, figures: ReportFigures, nowMs: number): Promise<boolean>;
}
