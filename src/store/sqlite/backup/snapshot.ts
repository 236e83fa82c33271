import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { stateCode } from '../../../domain/messages/state.ts';
import type { AuditNote } from '../../../domain/operation/audit.ts';
import { TocsinError } from '../../../kernel/errors.ts';
import { prepareAudit } from '../../rules/operation/audit.ts';
import { migrations } from '../../schema/migrations.ts';
import { chainOldAudit } from '../chain/chain-old-audit.ts';
import { type SqliteDb, sqliteDb } from '../sqlite-db.ts';
import { WORTH } from '../worth.ts';

/** What a database file is. */
export interface StoreFacts {
  /** How many migrations it has had. */
  readonly schema: number;
  /** Whether this program can open it: it may migrate an older one, but not a newer one. */
  readonly isNewer: boolean;
  readonly isOlder: boolean;
  /** What SQLite finds wrong with the file; undefined: nothing. */
  readonly damage: string | undefined;
  readonly counts: {
    readonly messages: number;
    readonly unsent: number;
    readonly contacts: number;
    readonly alerts: number;
    readonly users: number;
    /** Users who are enabled and can manage users. */
    readonly admins: number;
  };
}

const WAIT_MS = 5000;
const ADMIN = `disabled_at IS NULL AND instr(roles, '"admin"') > 0`;

const unavailable = (what: string, cause: unknown): TocsinError =>
  new TocsinError('storeUnavailable', `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  });

/** Opens a file that is there without migrating it: a gateway of an older version may run on it. */
export const openAsItIs = (path: string, readonly: boolean): SqliteDb => {
  try {
    const db = sqliteDb(new Database(path, { readonly, fileMustExist: true, timeout: WAIT_MS }));
    // A file that is no database is noticed only when it is read.
    try {
      db.pragma('schema_version');
    } catch (error) {
      db.close();
      throw error;
    }
    return db;
  } catch (cause) {
    throw unavailable(`cannot open ${path}`, cause);
  }
};

/**
 * Copies the database into the file `to`, also while a gateway writes. All pages are read in one step, that is, in one
 * read transaction: the copy is as the database was at one moment, and in WAL mode a reader holds up no writer
 * (sqlite.org/backup.html, sqlite.org/wal.html). In several steps, each commit of the gateway would make the copy begin
 * again.
 * @throws TocsinError `storeUnavailable`
 */
export const takeSnapshot = async (path: string, to: string): Promise<void> => {
  const db = openAsItIs(path, true);
  try {
    rmSync(to, { force: true });
    closeSync(openSync(to, 'wx', 0o600));
    await db.backup(to, { progress: () => Number.MAX_SAFE_INTEGER });
  } catch (cause) {
    throw unavailable(`cannot copy ${path} to ${to}`, cause);
  } finally {
    db.close();
  }
  // The copy says that it has a write-ahead log, as its source does; without one it is whole as a single file.
  const copy = openAsItIs(to, false);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
};

export const hasTable = (db: Database.Database, table: string): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;

const countIn = (db: Database.Database, table: string, where = 'TRUE'): number => {
  if (!hasTable(db, table)) return 0;
  const row = db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`).get();
  return row?.n ?? 0;
};

const damageOf = (db: Database.Database): string | undefined => {
  try {
    const said = String(db.pragma('quick_check(1)', { simple: true }));
    return said === 'ok' ? undefined : said;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const UNSENT = `state IN (${stateCode('queued')}, ${stateCode('sending')})`;

/**
 * Reads the whole file.
 * @throws TocsinError `storeUnavailable` if it can't be opened
 */
export const inspectStore = (path: string): StoreFacts => {
  const db = openAsItIs(path, true);
  try {
    const schema = Number(db.pragma('user_version', { simple: true }));
    const isTocsins = schema > 0 && hasTable(db, 'messages');
    const damage = isTocsins ? damageOf(db) : 'it is no database of Tocsin';
    const count = (table: string, where?: string): number =>
      damage === undefined ? countIn(db, table, where) : 0;
    return {
      schema,
      isNewer: schema > migrations.length,
      isOlder: schema < migrations.length,
      damage,
      counts: {
        messages: count('messages'),
        unsent: count('messages', UNSENT),
        contacts: count('contacts'),
        alerts: count('alerts'),
        users: count('users'),
        admins: count('users', ADMIN),
      },
    };
  } catch (cause) {
    throw unavailable(`cannot read ${path}`, cause);
  } finally {
    db.close();
  }
};

/** Whether there is no file, or a database that nobody has put anything into. What can't be read isn't empty. */
export const isEmptyStore = (path: string): boolean => {
  if (!existsSync(path)) return true;
  try {
    const db = openAsItIs(path, true);
    try {
      return WORTH.every((table) => countIn(db, table) === 0);
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
};

/** Notes in the audit log that a backup was made; a database of another version is left as it is. */
export const noteInStore = (path: string, note: AuditNote): void => {
  const db = openAsItIs(path, false);
  try {
    if (db.pragma('user_version', { simple: true }) !== migrations.length) return;
    // The rows of an upgrade that was cut off come first: they keep their ids.
    chainOldAudit(db);
    const add = prepareAudit(db);
    // A running gateway must not add a row between the last one that is read and this one.
    db.transaction(() => add(note)).immediate();
  } catch (cause) {
    throw unavailable(`cannot write to ${path}`, cause);
  } finally {
    db.close();
  }
};

/** Of which time the newest backup is that was made, or restored, ms since the epoch; undefined: there was none. */
export const lastBackupAt = (path: string): number | undefined => {
  const db = openAsItIs(path, true);
  try {
    if (!hasTable(db, 'audit')) return undefined;
    const newest = db.prepare<[], { taken_at: string }>(`
      SELECT json_extract(detail, '$.takenAt') AS taken_at FROM audit
      WHERE subject = 'store' AND action IN ('backup.create', 'backup.restore') ORDER BY id DESC LIMIT 1`);
    const row = newest.get();
    return row === undefined ? undefined : Date.parse(row.taken_at);
  } finally {
    db.close();
  }
};

/** The newest time that the gateway has written down, ms since the epoch; undefined: none. */
export const newestTimeIn = (path: string): number | undefined => {
  const db = openAsItIs(path, true);
  try {
    const times = ['created_at FROM messages', 'at FROM audit'].flatMap((of) => {
      if (!hasTable(db, of.split(' ').at(-1) ?? '')) return [];
      const row = db.prepare<[], Record<string, number>>(`SELECT ${of} ORDER BY id DESC LIMIT 1`).get();
      return Object.values(row ?? {});
    });
    return times.length === 0 ? undefined : Math.max(...times);
  } finally {
    db.close();
  }
};

/** The version of SQLite that is compiled into the package. */
export const sqliteVersion = (): string => {
  const db = new Database(':memory:');
  try {
    return String(db.prepare('SELECT sqlite_version()').pluck().get());
  } finally {
    db.close();
  }
};

/**
 * Moves the write-ahead log into the file and removes it: then the file alone is the whole store.
 * @returns busy: another program has it open; damaged: no gateway can open it
 * @throws TocsinError `storeUnavailable`: the log could not be moved, such as on a full disk; it is as it was
 */
export const foldLog = (path: string): 'folded' | 'busy' | 'damaged' => {
  try {
    const db = openAsItIs(path, false);
    try {
      return db.pragma('journal_mode = DELETE', { simple: true }) === 'delete' ? 'folded' : 'busy';
    } finally {
      db.close();
    }
  } catch (error) {
    const code = codeOf(error);
    // Each has extended codes, such as SQLITE_BUSY_RECOVERY (sqlite.org/rescode.html).
    if (code.startsWith('SQLITE_BUSY')) return 'busy';
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'damaged';
    throw unavailable(
      `cannot move the write-ahead log into ${path}; if its disk is broken, give ${path} and ${path}-wal other names`,
      error,
    );
  }
};

/** SQLite's code of an error, or of what caused it; empty: it is of something else. */
const codeOf = (error: unknown): string => {
  if (error instanceof TocsinError) return codeOf(error.cause);
  const { code } = (error ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
};
