import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test, vi } from 'vitest';
import { sqliteDescribe } from '../../../support/store/about-sqlite.ts';
import {
  BEFORE,
  beforeRename,
  COPY,
  inFile,
  LAST,
  LIST,
  listsIn,
  olderStore,
  schemaOf,
} from '../../../support/store/older-store.ts';

const older = olderStore();

/** Another process works in the store when an opening that does not write yet comes to the moment of this number. */
const meanwhile = (moment: number, work: () => void): { readonly hasCome: () => boolean } => {
  const { pragma, transaction } = Database.prototype;
  let passed = 0;
  const pass = (db: Database.Database): void => {
    const isOlder = pragma.call(db, 'user_version', { simple: true }) === BEFORE;
    if (isOlder && !db.inTransaction && ++passed === moment) work();
  };
  vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (this: Database.Database, ...args) {
    const result = pragma.apply(this, args);
    pass(this);
    return result;
  });
  vi.spyOn(Database.prototype, 'transaction').mockImplementation(function (this: Database.Database, run) {
    pass(this);
    return transaction.call(this, run);
  });
  return { hasCome: () => passed >= moment };
};

/** Opens older stores with these lists; another process does its work at each moment before the opening writes. */
const atEachMoment = (lists: readonly string[], work: () => void, expected: () => void): void => {
  for (let moment = 1; ; moment++) {
    rmSync(older.folder, { recursive: true });
    older.make(...lists);
    const { hasCome } = meanwhile(moment, work);
    try {
      older.open();
    } catch (error) {
      expect(String(error)).toContain('newer version');
    }
    vi.restoreAllMocks();
    if (!hasCome()) {
      // The opening has looked at the version, and has emptied the log.
      expect(moment).toBeGreaterThan(8);
      return;
    }
    expected();
  }
};

/** No connection waits for the lock of another one. */
const nobodyWaits = (): void => {
  const { pragma } = Database.prototype;
  vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (this: Database.Database, ...args) {
    pragma.call(this, 'busy_timeout = 0');
    return pragma.apply(this, args);
  });
};

sqliteDescribe('the first start of a version with a newer schema, beside another process', () => {
  test('leaves the copy of a process that migrates the store first', () => {
    atEachMoment(['Riverains'], older.open, () => {
      expect(older.copies()).toEqual([COPY]);
      expect(schemaOf(join(older.folder, COPY))).toBe(BEFORE);
    });
  });

  test('loses neither its copy nor its migration to a process that comes later', () => {
    older.make('Riverains');
    nobodyWaits();
    let refused = 0;
    const another = (): void => {
      expect(() => older.open()).toThrow('database is locked');
      refused++;
    };
    beforeRename(another);
    older.open({ tell: another });
    // The other process comes when the copy begins, when it is whole, at both migrations and at the commit.
    expect(refused).toBe(5);
    expect(schemaOf(older.path)).toBe(LAST);
    expect(older.copies()).toEqual([COPY]);
    expect(listsIn(join(older.folder, COPY))).toEqual(['Riverains']);
  });

  test('copies what another process of the older version puts in until the last moment', () => {
    const add = (): void =>
      inFile(older.path, (db) => void db.exec(`INSERT INTO lists (${LIST}) VALUES ('Agents', '{}', 0)`));
    atEachMoment([], add, () => expect(listsIn(join(older.folder, COPY))).toEqual(['Agents']));
  });

  test('does not take a store for its own that a still newer version has migrated first', () => {
    const migrate = (): void => inFile(older.path, (db) => void db.pragma(`user_version = ${LAST + 1}`));
    atEachMoment(['Riverains'], migrate, () => expect(schemaOf(older.path)).toBe(LAST + 1));
  });
});
