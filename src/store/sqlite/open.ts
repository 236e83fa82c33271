import Database from 'better-sqlite3';
import { MOVED, refuseMoved } from '../transfer/moved.ts';
import { chainOldAudit } from './chain/chain-old-audit.ts';
import { digestOldFingerprints } from './digest-old-fingerprints.ts';
import { type Migrating, migrate } from './migrating/migrate.ts';
import { type SqliteDb, sqliteDb } from './sqlite-db.ts';

/**
 * Opens the file for writing, and creates or migrates it. WAL with synchronous=FULL: a commit that returned survives a
 * power cut (sqlite.org/pragma.html#pragma_synchronous). The process waits up to 5 s for the write of another process,
 * such as `token create`.
 * @throws SqliteError if the file can't be opened; Error if a newer version of Tocsin made it, if it was moved, or if
 * the disk has too little room for its migration
 */
export const openForWriting = (path: string, migrating: Migrating = {}): SqliteDb => {
  const db = sqliteDb(new Database(path, { timeout: 5000 }));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  // Deleted rows are overwritten with zeros, also in free pages: a person who was erased is no longer in the file.
  db.pragma('secure_delete = ON');
  // After most commits SQLite walks through its whole cache (pager_end_transaction, once balance_nonroot has moved a
  // page): with 16 MB that took 67 µs, a twentieth of the time of this thread. With 4 MB delivery is as fast as with 8,
  // also among ten million old messages: the operating system caches the file.
  db.pragma('cache_size = -4096');
  db.pragma('temp_store = MEMORY');
  // A critical message may wait for a checkpoint: after 4,000 pages it took 5 ms, and after 1,000 pages (4 MB, SQLite's
  // default) it has less to write. Delivery is as fast with either.
  db.pragma('wal_autocheckpoint = 1000');
  db.pragma('journal_size_limit = 67108864');
  try {
    mustNotBeMoved(db);
    migrate(db, path, migrating);
    digestOldFingerprints(db);
    chainOldAudit(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/**
 * Opens the file for lists and reports, which read beside the writer and never wait for it. The cache is small: a large
 * read, such as of the whole queue at the start, would only fill memory, and the operating system caches the file
 * anyway.
 * @throws SqliteError if the file can't be opened
 */
export const openForReading = (path: string): SqliteDb => {
  const db = sqliteDb(new Database(path, { readonly: true, fileMustExist: true, timeout: 5000 }));
  db.pragma('cache_size = -8192');
  db.pragma('query_only = ON');
  return db;
};

const mustNotBeMoved = (db: SqliteDb): void => {
  const mark = db
    .prepare<[string], number>('SELECT count(*) FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(MOVED);
  if (mark !== 0) refuseMoved(db);
};
