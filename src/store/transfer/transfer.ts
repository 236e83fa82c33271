import { TocsinError } from '../../kernel/errors.ts';
import { type Db, StoreLost } from '../db.ts';
import type { TableShape } from '../sqlite/schema-rows.ts';
import { markMoved } from './moved.ts';
import { pagesOf, quoted, type Row, Tally } from './rows.ts';
import type { TransferSide } from './side.ts';

/** How many values one INSERT may have: SQLite takes 32,766, PostgreSQL 65,535. */
const VALUES = 10_000;
/** How many rows one INSERT may have. */
const ROWS = 100;

/** What became of one table. */
export interface Copied {
  readonly table: string;
  readonly rows: number;
}

/**
 * Copies all rows of one store into another one that is empty, in one transaction of the target: if anything fails, the
 * target stays empty. Afterwards each table is read back and compared with what was read, row by row. Nobody else can
 * write to either store meanwhile.
 * @param tell is told of each table when it is copied
 * @param movedTo the name of the target, with which the source is marked as moved; undefined: both may be used
 * @throws TocsinError `storeUnavailable` if the target isn't empty, or isn't the same after all
 */
export const transfer = (
  from: TransferSide,
  to: TransferSide,
  tables: readonly TableShape[],
  tell: (copied: Copied) => void,
  movedTo?: string,
): void => {
  from.db.begin();
  try {
    to.db.begin();
    try {
      for (const { name } of tables) mustBeEmpty(to.db, name);
      const tallies = new Map<string, string>();
      to.withoutTriggers(() => {
        for (const table of tables) {
          const tally = copy(from, to.db, table);
          tell({ table: table.name, rows: tally.rows });
          tallies.set(table.name, tally.digest());
        }
      });
      to.setLastNumbers(from.lastNumbers());
      for (const table of tables) mustBeSame(to.db, table, tallies.get(table.name) ?? '');
      if (movedTo !== undefined) markMoved(from.db, movedTo);
      commitCopy(to.db);
    } catch (error) {
      if (to.db.inTransaction) to.db.rollback();
      throw error;
    }
    if (movedTo !== undefined) commitMark(from.db);
  } finally {
    if (from.db.inTransaction) from.db.rollback();
  }
};

const commitCopy = (db: Db): void => {
  try {
    db.commit();
  } catch (cause) {
    if (!(cause instanceof StoreLost)) throw cause;
    throw new TocsinError(
      'storeUnavailable',
      `nobody knows whether the new store has everything (${cause.message}): start no gateway on it, and empty it ` +
        'before you copy once more',
      { cause },
    );
  }
};

const commitMark = (db: Db): void => {
  try {
    db.commit();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TocsinError(
      'storeUnavailable',
      `the new store has everything, but the old one could not be marked as moved (${why}): start no gateway on it`,
      { cause },
    );
  }
};

const mustBeEmpty = (db: Db, table: string): void => {
  if (db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined) return;
  throw new TocsinError('storeUnavailable', `the new store isn't empty: it has rows in ${table}`);
};

const mustBeSame = (db: Db, table: TableShape, digest: string): void => {
  const tally = new Tally();
  for (const rows of pagesOf(db, table)) tally.add(rows);
  if (tally.digest() === digest) return;
  throw new TocsinError(
    'storeCorrupt',
    `${table.name} isn't the same in the new store: nothing was kept there`,
  );
};

const copy = (from: TransferSide, to: Db, table: TableShape): Tally => {
  const { name, columns } = table;
  const most = Math.max(1, Math.min(ROWS, Math.floor(VALUES / columns.length)));
  const row = `(${columns.map(() => '?').join(', ')})`;
  const insertOf = (rows: number) =>
    to.prepare(
      `INSERT INTO ${name} (${quoted(columns)}) VALUES ${Array.from({ length: rows }, () => row).join(', ')}`,
    );
  const many = insertOf(most);
  const one = insertOf(1);
  const insert = (rows: readonly Row[]): void => {
    let at = 0;
    for (; at + most <= rows.length; at += most) many.run(...rows.slice(at, at + most).flat());
    for (const last of rows.slice(at)) one.run(...last);
  };
  const tally = new Tally();
  for (const rows of pagesOf(from.db, table)) {
    insert(rows);
    tally.add(rows);
  }
  // What the pages left out would be in neither of the two that are compared.
  if (from.countOf(name) !== tally.rows)
    throw new TocsinError(
      'storeCorrupt',
      `not all rows of ${name} can be read: nothing was kept in the new store`,
    );
  return tally;
};
