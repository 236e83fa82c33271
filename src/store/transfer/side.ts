import type { Db } from '../db.ts';

/** A store that is copied, or into which another one is copied: what differs between the databases. */
export interface TransferSide {
  readonly db: Db;
  /** How many rows the table has, however long it takes to count them. */
  countOf(table: string): number;
  /** Runs the work while no trigger of the database does anything; inside a transaction. */
  withoutTriggers(work: () => void): void;
  /** The last number that the database gave in each table which it numbers. */
  lastNumbers(): ReadonlyMap<string, number>;
  /** Sees to it that none of these numbers is given again. */
  setLastNumbers(last: ReadonlyMap<string, number>): void;
}
