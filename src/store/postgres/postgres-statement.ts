import type { Written } from '../db.ts';
import type { PostgresSql } from './sql.ts';
import type { Answer } from './thread/protocol.ts';

type Mode = 'objects' | 'pluck' | 'raw';

/** How a statement reaches the server. */
interface Sends {
  /** Runs it, and returns its answer. */
  readonly read: (text: string, values: readonly unknown[]) => Answer;
  /** Runs it now, or before the next answer is needed. */
  readonly write: (text: string, values: readonly unknown[]) => Written;
}

/** PostgreSQL's texts can't hold the character NUL. Unicode has a visible sign for it. */
const SIGN_OF_NUL = '\u2400';

/** A statement as the rules use it: the part of better-sqlite3's interface that they need. */
export class PostgresStatement {
  readonly #sql: PostgresSql;
  readonly #sends: Sends;
  #mode: Mode = 'objects';

  constructor(sql: PostgresSql, sends: Sends) {
    this.#sql = sql;
    this.#sends = sends;
  }

  /** Whether the statement gives rows. */
  get reader(): boolean {
    return /^\s*(SELECT|WITH|VALUES)\b|\bRETURNING\b/i.test(this.#sql.text);
  }

  run(...parameters: readonly unknown[]): Written {
    return this.#sends.write(this.#sql.text, this.#valuesOf(parameters));
  }

  get(...parameters: readonly unknown[]): unknown {
    return this.all(...parameters)[0];
  }

  all(...parameters: readonly unknown[]): unknown[] {
    const { columns, rows } = this.#sends.read(this.#sql.text, this.#valuesOf(parameters));
    if (this.#mode === 'raw') return rows.map((row) => row.map(fromPostgres));
    if (this.#mode === 'pluck') return rows.map((row) => fromPostgres(row[0]));
    return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, fromPostgres(row[at])])));
  }

  *iterate(...parameters: readonly unknown[]): IterableIterator<unknown> {
    yield* this.all(...parameters);
  }

  pluck(): this {
    this.#mode = 'pluck';
    return this;
  }

  raw(): this {
    this.#mode = 'raw';
    return this;
  }

  #valuesOf(parameters: readonly unknown[]): readonly unknown[] {
    const { names } = this.#sql;
    if (names === undefined) return parameters.map(toPostgresValue);
    const given = (parameters[0] ?? {}) as Readonly<Record<string, unknown>>;
    return names.map((name) => {
      if (!(name in given)) throw new RangeError(`Missing named parameter "${name}"`);
      return toPostgresValue(given[name]);
    });
  }
}

const toPostgresValue = (value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', SIGN_OF_NUL) : value;

/** The channel between threads makes a Uint8Array of a Buffer. */
const fromPostgres = (value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value) : value);
