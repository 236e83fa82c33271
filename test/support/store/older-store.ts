import childProcess from 'node:child_process';
import fs, { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, vi } from 'vitest';
import { migrations } from '../../../src/store/schema/migrations.ts';
import { makePrivate } from '../../../src/store/sqlite/files/private-files.ts';
import { openForWriting } from '../../../src/store/sqlite/open.ts';

export const LAST = migrations.length;
export const BEFORE = LAST - 2;
/** The columns of a list, whose other values are `'{}', 0`. */
export const LIST = 'name, definition, created_at';
/** The name of the copy that an upgrade keeps. */
export const COPY = `tocsin.db.before-schema-${LAST}`;

const { statfsSync, renameSync } = fs;
const { execFileSync } = childProcess;

export const inFile = <T>(file: string, work: (db: Database.Database) => T): T => {
  const db = new Database(file);
  try {
    return work(db);
  } finally {
    db.close();
  }
};

export const schemaOf = (file: string): unknown =>
  inFile(file, (db) => db.pragma('user_version', { simple: true }));

export const listsIn = (file: string): readonly unknown[] =>
  inFile(file, (db) => db.prepare('SELECT name FROM lists ORDER BY id').pluck().all());

/** Something happens from now on when a copy is whole, before it gets its name. */
export const beforeRename = (work: (unfinished: string) => void): void => {
  Object.assign(fs, {
    renameSync: (from: string, to: string) => {
      work(from);
      renameSync(from, to);
    },
  });
  syncBuiltinESMExports();
};

/**
 * A place for a store of an earlier version, in a new folder for each test. What a test has put in the place of Node's
 * own functions is undone after it.
 */
export const olderStore = () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tocsin-migrating-'));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    Object.assign(fs, { statfsSync, renameSync });
    Object.assign(childProcess, { execFileSync });
    syncBuiltinESMExports();
    rmSync(folder, { recursive: true, force: true });
  });
  const pathOf = (): string => join(folder, 'tocsin.db');
  return {
    get folder(): string {
      return folder;
    },
    get path(): string {
      return pathOf();
    },
    /** Makes a store that has had all migrations but two, with these lists in it. */
    make: (...lists: readonly string[]): void => {
      makePrivate(pathOf());
      inFile(pathOf(), (db) => {
        db.pragma('journal_mode = WAL');
        for (const sql of migrations.slice(0, BEFORE)) db.exec(sql);
        db.pragma(`user_version = ${BEFORE}`);
        const add = db.prepare(`INSERT INTO lists (${LIST}) VALUES (?, '{}', 0)`);
        for (const name of lists) add.run(name);
      });
    },
    open: (how: Parameters<typeof openForWriting>[1] = {}): void => openForWriting(pathOf(), how).close(),
    /** The names of all copies, also of unfinished ones. */
    copies: (): readonly string[] => readdirSync(folder).filter((name) => name.includes('before-schema')),
  };
};
