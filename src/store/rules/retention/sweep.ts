import type { Cell, Span } from '../../../domain/operation/retention.ts';
import type { statementCache } from '../../thread/statement-cache.ts';

/** Prepares a statement, or returns the prepared one. */
export type Sql = ReturnType<typeof statementCache>;
export type Key = readonly Cell[];

interface Found {
  readonly keys: readonly Key[];
  readonly next: Key | undefined;
}

/** A walk over one table, which finds old rows and removes them. */
export interface Sweep {
  /**
   * Finds old rows after `after`, at most `limit`. Without an index of ages it reads at most `limit` rows, old or
   * not.
   */
  find(sql: Sql, span: Span, after: Key | undefined, limit: number): Found;
  /** Removes the row, if it still may be removed, and the rows that belong to it; returns how many. */
  remove(sql: Sql, span: Span, key: Key): number;
}

interface Table {
  readonly table: string;
  /** The column that says how old a row is, ms since the epoch. */
  readonly at: string;
  /** A further condition in SQL that a row must fulfil to be removed. */
  readonly free?: string;
}

interface ById extends Table {
  /** Tables whose rows belong to a row of this table, and in each the column that names that row. */
  readonly with?: Readonly<Record<string, string>>;
  /**
   * The newest row stays, however old it is: otherwise SQLite would give its id to the next row
   * (sqlite.org/autoinc.html).
   */
  readonly keepNewest?: boolean;
}

/**
 * A sweep over a table whose ids grow with time. It reads from the oldest row until all rows are young, so the table
 * needs no index of ages.
 */
export const sweepById = ({
  table,
  at,
  free = 'TRUE',
  with: belonging = {},
  keepNewest = false,
}: ById): Sweep => {
  const may = keepNewest ? `(${free}) AND id < (SELECT max(id) FROM ${table})` : `(${free})`;
  const look = `SELECT id, ${at} AS at, ${may} AS free FROM ${table} WHERE id > ? ORDER BY id LIMIT ?`;
  const remove = `DELETE FROM ${table} WHERE id = ? AND ${at} < ? AND ${may}`;
  const others = Object.entries(belonging).map(([name, column]) => `DELETE FROM ${name} WHERE ${column} = ?`);
  return {
    find: (sql, { before, now }, after, limit) => {
      const rows = sql(look).all(after?.[0] ?? 0, limit) as { id: number; at: number; free: number }[];
      const last = rows.at(-1);
      // A row with a time in the future, from a wrong clock, does not show that all rows after it are young.
      const isOver = rows.length < limit || rows.every((row) => row.at >= before && row.at <= now);
      return {
        keys: rows.filter((row) => row.at < before && row.free === 1).map(({ id }) => [id]),
        next: last === undefined || isOver ? undefined : [last.id],
      };
    },
    remove: (sql, { before }, key) => {
      const [id] = key;
      const { changes } = sql(remove).run(id, before);
      if (changes === 0) return 0;
      return others.reduce((removed, text) => removed + sql(text).run(id).changes, changes);
    },
  };
};

interface Keyed extends Table {
  /** The columns of the primary key. */
  readonly key: readonly string[];
  /**
   * The columns by which the sweep goes through the table, if not by the key. They begin with `at`, and there must be
   * an index of them.
   */
  readonly order?: readonly string[];
}

/**
 * A sweep for tables that `sweepById` does not fit: it goes along an index of ages, or, if the table is small, through
 * all rows.
 */
export const sweepKeyed = ({ table, at, free = 'TRUE', key, order = key }: Keyed): Sweep => {
  const columns = order.join(', ');
  const old = `${at} < ? AND (${free})`;
  const places = order.map(() => '?').join(', ');
  const first = `SELECT ${columns} FROM ${table} WHERE ${old} ORDER BY ${columns} LIMIT ?`;
  const following = `SELECT ${columns} FROM ${table} WHERE (${columns}) > (${places}) AND ${old} ORDER BY ${columns} LIMIT ?`;
  const remove = `DELETE FROM ${table} WHERE ${key.map((column) => `${column} = ?`).join(' AND ')} AND ${old}`;
  return {
    find: (sql, { before }, after, limit) => {
      const rows = (
        after === undefined ? sql(first).all(before, limit) : sql(following).all(...after, before, limit)
      ) as Readonly<Record<string, Cell>>[];
      const last = rows.at(-1);
      return {
        keys: rows.map((row) => key.map((column) => row[column] ?? '')),
        next:
          last === undefined || rows.length < limit ? undefined : order.map((column) => last[column] ?? ''),
      };
    },
    remove: (sql, { before }, values) => sql(remove).run(...values, before).changes,
  };
};
