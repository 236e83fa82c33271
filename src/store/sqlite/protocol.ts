import type { IntakeLimits } from '../../domain/messages/intake-limits.ts';
import type { Operations } from './operations.ts';

export type OperationName = keyof Operations;

/** One operation of a batch: its name and its arguments, cloned over the channel. */
export type Call = readonly [name: OperationName, args: readonly unknown[]];

/**
 * The most batches of each kind that may be sent and not answered. None is answered before its commit, so this bounds
 * a transaction too. Several usual batches, so that the next one is there as soon as one is synced.
 */
export const UNDER_WAY = { usual: 3, urgent: 8 } as const;
/**
 * The most calls of a batch, and of all usual batches in one transaction. The first call of a flood waits until all
 * of these are committed.
 */
export const MOST_CALLS = 4000;

export interface Batch {
  readonly serial: number;
  /**
   * Whether it overtakes the usual batches that wait; then its calls must not depend on one that isn't answered yet.
   */
  readonly urgent: boolean;
  readonly calls: readonly Call[];
}

/** Why a call failed. `disk` means that the file of the database can't be used, not that the call was wrong. */
export interface Failure {
  readonly failed: string;
  readonly disk: boolean;
}

export interface BatchDone {
  readonly serial: number;
  /** In the order of the calls. */
  readonly results: readonly ({ readonly value: unknown } | Failure)[];
}

export interface WorkerOptions {
  readonly path: string;
  readonly readOnly: boolean;
  readonly limits: IntakeLimits;
}

export type WorkerMessage =
  | { readonly kind: 'open' }
  | { readonly kind: 'cannotOpen'; readonly reason: string }
  | BatchDone;
