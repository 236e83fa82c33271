import type { IntakeLimits } from '../../domain/messages/intake-limits.ts';
import type { Operations } from './operations.ts';

export type OperationName = keyof Operations;

/** One operation of a batch: its name and its arguments, cloned over the channel. */
export type Call = readonly [name: OperationName, args: readonly unknown[]];

/**
 * Batches that may be under way to the thread, and so in one transaction, since none is answered before its commit. Of
 * the usual ones: while one is synced, the next waits to be taken in and what comes meanwhile gathers for another.
 */
export const UNDER_WAY = { usual: 3, urgent: 8 } as const;
/** The most calls of a batch, and of all usual batches in one transaction: the first of a flood waits for all of them. */
export const MOST_CALLS = 4000;

export interface Batch {
  readonly serial: number;
  /** Overtakes the usual batches that wait, so that it must not depend on a call that isn't answered yet. */
  readonly urgent: boolean;
  readonly calls: readonly Call[];
}

/** A failed call: `full` and `io` mean that the disk can't be written, not that the call was wrong. */
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
