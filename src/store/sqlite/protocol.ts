import type { IntakeLimits } from '../../domain/intake-limits.ts';
import type { Operations } from './operations.ts';

export type OperationName = keyof Operations;

/** One operation of a batch: its name and its arguments, cloned over the channel. */
export type Call = readonly [name: OperationName, args: readonly unknown[]];

export interface Batch {
  readonly serial: number;
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
