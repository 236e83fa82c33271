import type Database from 'better-sqlite3';
import type { Db } from '../db.ts';
import { lazily } from './lazy-statements.ts';

/** A connection to a SQLite file as the rules of the store use it. */
export type SqliteDb = Db & Database.Database;

/** Gives a connection what better-sqlite3 doesn't name. */
export const sqliteDb = (file: Database.Database): SqliteDb => {
  const db = lazily(file);
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  return Object.defineProperties(db, {
    changes: { get: () => changes.get() ?? 0 },
    begin: { value: () => db.exec('BEGIN IMMEDIATE') },
    commit: { value: () => db.exec('COMMIT') },
    rollback: { value: () => db.exec('ROLLBACK') },
    touch: {
      value: () => db.pragma(`user_version = ${Number(db.pragma('user_version', { simple: true }))}`),
    },
  }) as SqliteDb;
};
