import { createHash, type Hash } from 'node:crypto';
import type { Db } from '../db.ts';
import type { TableShape } from '../sqlite/schema-rows.ts';

type Value = string | number | Buffer | null;
export type Row = readonly Value[];

/** How many rows are read at once. */
const PAGE = 500;

/** Names of columns, some of which are words of SQL. */
export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The rows of a table in the order of its key, page by page. */
export function* pagesOf(
  db: Db,
  { name, columns, key }: TableShape,
): Generator<readonly Row[], void, undefined> {
  const read = (where: string) =>
    db
      .prepare<Value[], Value[]>(
        `SELECT ${quoted(columns)} FROM ${name} ${where} ORDER BY ${quoted(key)} LIMIT ${PAGE}`,
      )
      .raw();
  const first = read('');
  const next = read(`WHERE (${quoted(key)}) > (${key.map(() => '?').join(', ')})`);
  const places = key.map((one) => columns.indexOf(one));
  for (let rows = first.all(); ; ) {
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    rows = next.all(...places.map((place) => last[place] ?? null));
  }
}

/** How many rows a table has, and a digest of all their values, by which two copies are compared. */
export class Tally {
  #rows = 0;
  readonly #hash: Hash = createHash('sha256');

  add(rows: readonly Row[]): void {
    this.#rows += rows.length;
    for (const row of rows) this.#hash.update(JSON.stringify(row.map(comparable)));
  }

  get rows(): number {
    return this.#rows;
  }

  /** To be asked for once. */
  digest(): string {
    return `${this.#rows} ${this.#hash.digest('hex')}`;
  }
}

/** The value as both databases can keep it: PostgreSQL's texts have no NUL, and UTF-8 no half of a surrogate pair. */
const comparable = (value: Value): string | number | null => {
  if (Buffer.isBuffer(value)) return `blob ${value.toString('base64')}`;
  return typeof value === 'string' ? value.replaceAll('\0', '\u2400').toWellFormed() : value;
};
