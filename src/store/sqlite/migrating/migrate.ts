import { realpathSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { TellMigration } from '../../../domain/operation/upgrade/migration.ts';
import { namedMigrations } from '../../schema/migrations.ts';
import { isGatewayOn } from '../lock.ts';
import { WORTH } from '../worth.ts';
import { copyBefore, dropOlderCopies, dropUnfinished, keepCopy, makeRoom, octetsOf } from './copy-before.ts';

export interface Migrating {
  /** Whether a copy of a store with rows is kept from before its migration; left out: yes. */
  readonly keepsCopy?: boolean | undefined;
  readonly tell?: TellMigration | undefined;
  /** Whether this process holds the lock of the only gateway on the file. */
  readonly isSole?: boolean | undefined;
}

const named = Object.entries(namedMigrations);
const LAST = named.length;

const knownVersionOf = (db: Database.Database): number => {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > LAST)
    throw new Error(`the file is of a newer version (schema ${version}, this program knows ${LAST})`);
  return version;
};

/**
 * Makes the schema, or brings it to this version: in one transaction, so that after a crash the next start finds the
 * store as it was, and begins anew. Before the first statement, a store with rows is copied.
 * @throws Error if a newer version of Tocsin made the file, if a gateway of an older one runs on it, or if the disk has
 * no room for the copy
 */
export const migrate = (
  db: Database.Database,
  path: string,
  { keepsCopy = true, tell, isSole = false }: Migrating,
): void => {
  const seen = knownVersionOf(db);
  if (seen === LAST) return;
  // It would not know what was changed under it.
  if (seen > 0 && !isSole && isGatewayOn(path))
    throw new Error('the file is of an older version, and a gateway has it: stop that first');
  // With an empty log, a copy of the file is a copy of the store. SQLite has no checkpoint inside a transaction.
  if (seen > 0 && keepsCopy) emptyLog(db);
  // Another process may be migrating, so nothing is decided or removed before the write lock is held.
  const migrated = db
    .transaction((): string | undefined => {
      const before = knownVersionOf(db);
      if (before === LAST) return undefined;
      const isOlder = before > 0 && hasRows(db);
      // SQLite follows a link, and writes the write-ahead log beside the file itself.
      const file = isOlder ? realpathSync(path) : path;
      const octets = isOlder ? octetsOf(file) : 0;
      const told = isOlder ? tell : undefined;
      if (isOlder) dropUnfinished(file);
      if (isOlder && keepsCopy) {
        makeRoom(file, LAST);
        told?.({ kind: 'copy', file: copyBefore(file, LAST), octets });
        keepCopy(db, file, LAST);
      }
      for (const [index, [name, sql]] of named.entries()) {
        if (index < before) continue;
        told?.({ kind: 'migration', number: index + 1, last: LAST, name, octets });
        db.exec(sql);
      }
      db.pragma(`user_version = ${LAST}`);
      told?.({ kind: 'commit' });
      return isOlder ? file : undefined;
    })
    .immediate();
  if (migrated !== undefined && keepsCopy) dropOlderCopies(migrated, LAST);
};

/** Moves the write-ahead log into the file. It stays if somebody reads, who is not waited for. */
const emptyLog = (db: Database.Database): void => {
  const waitMs = Number(db.pragma('busy_timeout', { simple: true }));
  db.pragma('busy_timeout = 0');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.pragma(`busy_timeout = ${waitMs}`);
};

const hasRows = (db: Database.Database): boolean => {
  const isThere = db.prepare<[string], unknown>(
    "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?",
  );
  return WORTH.some(
    (table) =>
      isThere.get(table) !== undefined && db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined,
  );
};
