import type { IntakeLimits } from '../../domain/messages/intake-limits.ts';
import type { MigrationStep } from '../../domain/operation/upgrade/migration.ts';
import type { Act } from '../../kernel/acts/acting.ts';
import type { StorePlace } from '../place.ts';
import type { Operations } from './operations.ts';

export type OperationName = keyof Operations;

/**
 * One operation of a batch: its name, its arguments, and on whose behalf it is made. Over the channel some are packed
 * (packing.ts).
 */
export type Call = readonly [name: OperationName, args: readonly unknown[], act?: Act];

/**
 * The largest number of batches of each kind that may be sent and not answered. A batch is answered after its commit,
 * so this also bounds a transaction. More than one usual batch may be sent, so that the next is there as soon as one is
 * synced.
 */
export const UNDER_WAY = { usual: 3, urgent: 8 } as const;

export interface Batch {
  readonly serial: number;
  /**
   * Whether the batch goes before the usual batches that wait. Its calls must then not depend on a usual call that
   * isn't answered yet.
   */
  readonly urgent: boolean;
  readonly calls: readonly Call[];
  /** About how many rows its calls write. */
  readonly rows: number;
}

/** Why a call failed. `disk` means that the file of the database can't be used, not that the call was wrong. */
export interface Failure {
  readonly failed: string;
  readonly disk: boolean;
  /** Whether the database has rolled the call back for the transaction of another program. */
  readonly isForAnother?: boolean;
}

export interface BatchDone {
  readonly serial: number;
  /** One result for each call, in the order of the calls. */
  readonly results: readonly ({ readonly value: unknown } | Failure)[];
}

export interface WorkerOptions {
  readonly place: StorePlace;
  readonly readOnly: boolean;
  readonly limits: IntakeLimits;
}

export type WorkerMessage =
  | { readonly kind: 'migrating'; readonly step: MigrationStep }
  | { readonly kind: 'open' }
  /** Another node has told of something. */
  | { readonly kind: 'told' }
  /** The database has not answered for long, so what it has not begun is refused. */
  | { readonly kind: 'silent'; readonly reason: string }
  | { readonly kind: 'cannotOpen'; readonly reason: string }
  | BatchDone;
