import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';

/**
 * Preloaded into a gateway (`--import`): the disk is full while the file named by FULL_DISK exists. As in SQLite, a
 * transaction that wrote something then fails at its commit, and one that wrote nothing doesn't.
 */
const flag = process.env['FULL_DISK'] ?? '';

interface Connection {
  exec(sql: string): unknown;
  pragma(source: string, options?: Database.PragmaOptions): unknown;
  prepare(sql: string): { pluck(): { get(): unknown } };
}

const { exec, pragma } = Database.prototype as Connection;
/** For each connection, its count of changes when the transaction began; -1 or less after a pragma that wrote. */
const changesAtBegin = new WeakMap<object, number>();
const changesOf = (db: Connection): number => Number(db.prepare('SELECT total_changes()').pluck().get());

Database.prototype.exec = function (this: Database.Database, sql: string) {
  if (sql.startsWith('BEGIN')) changesAtBegin.set(this, changesOf(this as unknown as Connection));
  const wrote = sql === 'COMMIT' && changesAtBegin.get(this) !== changesOf(this as unknown as Connection);
  if (wrote && existsSync(flag)) {
    throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
  }
  exec.call(this, sql);
  return this;
};

Database.prototype.pragma = function (this: Database.Database, source, options) {
  if (this.inTransaction && source.includes('=')) changesAtBegin.set(this, -1);
  return pragma.call(this, source, options);
};
