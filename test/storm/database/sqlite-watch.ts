import Database from 'better-sqlite3';

/** What the simulated disk does with the commits of one file. */
export interface Watcher {
  /** SQLite's code of the failure with which a commit ends that has something to write; undefined: it succeeds. */
  readonly failure: string | undefined;
  /** The connection that writes the file says whether it syncs each commit. */
  syncs(each: boolean): void;
}

const watchers = new Map<string, Watcher>();

/** From now on a file is on the simulated disk. */
export const watchFile = (path: string, watcher: Watcher): void => {
  watchers.set(path, watcher);
};

/** The files of this folder are on the simulated disk no more. */
export const watchNoMore = (folder: string): void => {
  for (const path of watchers.keys()) if (path.startsWith(folder)) watchers.delete(path);
};

interface Connection {
  readonly name: string;
  readonly inTransaction: boolean;
  exec(sql: string): unknown;
  pragma(source: string, options?: Database.PragmaOptions): unknown;
  prepare(sql: string): { pluck(): { get(): unknown } };
}

const { exec, pragma } = Database.prototype as Connection;
/** For each connection, its count of changes when the transaction began; -1 after a pragma that wrote. */
const changesAtBegin = new WeakMap<object, number>();
const counts = new WeakMap<object, { get(): unknown }>();
const changesOf = (db: Connection): number => {
  let count = counts.get(db);
  if (count === undefined) {
    count = db.prepare('SELECT total_changes()').pluck();
    counts.set(db, count);
  }
  return Number(count.get());
};

const MESSAGES: Readonly<Record<string, string>> = {
  SQLITE_FULL: 'database or disk is full',
  SQLITE_READONLY: 'attempt to write a readonly database',
};

Database.prototype.exec = function (this: Database.Database, sql: string) {
  const watcher = watchers.get(this.name);
  if (watcher !== undefined) {
    const db = this as unknown as Connection;
    if (sql.startsWith('BEGIN')) changesAtBegin.set(this, changesOf(db));
    const { failure } = watcher;
    if (failure !== undefined && sql === 'COMMIT' && changesAtBegin.get(this) !== changesOf(db))
      throw Object.assign(new Error(MESSAGES[failure] ?? 'disk I/O error'), { code: failure });
  }
  exec.call(this, sql);
  return this;
};

Database.prototype.pragma = function (this: Database.Database, source, options) {
  if (this.inTransaction && source.includes('=')) changesAtBegin.set(this, -1);
  const result = pragma.call(this, source, options);
  if (/^synchronous *=/.test(source))
    watchers.get(this.name)?.syncs(Number(pragma.call(this, 'synchronous', { simple: true })) >= FULL);
  return result;
};

/** `PRAGMA synchronous` in numbers: 0 off, 1 normal, 2 full, 3 extra. */
const FULL = 2;
