import childProcess from 'node:child_process';
import fs, {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MigrationStep } from '../../../../src/domain/operation/upgrade/migration.ts';
import { migrations, namedMigrations } from '../../../../src/store/schema/migrations.ts';
import { makePrivate } from '../../../../src/store/sqlite/files/private-files.ts';
import { lockStore } from '../../../../src/store/sqlite/lock.ts';
import { openForWriting } from '../../../../src/store/sqlite/open.ts';
import { sqliteDescribe } from '../../../support/store/about-sqlite.ts';

const LAST = migrations.length;
const BEFORE = LAST - 2;

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-migrating-'));
  path = join(folder, 'tocsin.db');
});
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(fs, { statfsSync, renameSync });
  Object.assign(childProcess, { execFileSync });
  syncBuiltinESMExports();
  rmSync(folder, { recursive: true, force: true });
});

const { statfsSync, renameSync } = fs;
const { execFileSync } = childProcess;
/** So much of the disk is free from now on. */
const freeBytes = (octets: number): void => {
  Object.assign(fs, { statfsSync: () => ({ bavail: octets, bsize: 1 }) });
  syncBuiltinESMExports();
};

/** Something happens from now on when a copy is whole, before it gets its name. */
const beforeRename = (work: (unfinished: string) => void): void => {
  Object.assign(fs, {
    renameSync: (from: string, to: string) => {
      work(from);
      renameSync(from, to);
    },
  });
  syncBuiltinESMExports();
};

const inFile = <T>(file: string, work: (db: Database.Database) => T): T => {
  const db = new Database(file);
  try {
    return work(db);
  } finally {
    db.close();
  }
};
const schemaOf = (file: string): unknown => inFile(file, (db) => db.pragma('user_version', { simple: true }));
const listsIn = (file: string): readonly unknown[] =>
  inFile(file, (db) => db.prepare('SELECT name FROM lists ORDER BY id').pluck().all());

/** A store that has had all migrations but two, with these lists in it. */
const older = (...lists: readonly string[]): void => {
  makePrivate(path);
  inFile(path, (db) => {
    db.pragma('journal_mode = WAL');
    for (const sql of migrations.slice(0, BEFORE)) db.exec(sql);
    db.pragma(`user_version = ${BEFORE}`);
    const add = db.prepare(`INSERT INTO lists (${LIST}) VALUES (?, '{}', 0)`);
    for (const name of lists) add.run(name);
  });
};
const LIST = 'name, definition, created_at';

const COPY = `tocsin.db.before-schema-${LAST}`;
const copies = (): readonly string[] => readdirSync(folder).filter((name) => name.includes('before-schema'));
const open = (how: Parameters<typeof openForWriting>[1] = {}): void => openForWriting(path, how).close();

sqliteDescribe('the first start of a version with a newer schema', () => {
  test('keeps a copy of the store as it was, for its owner alone, that the older version can open', () => {
    older('Riverains');
    open();
    expect(schemaOf(path)).toBe(LAST);
    expect(copies()).toEqual([COPY]);
    expect(statSync(join(folder, COPY)).mode & 0o777).toBe(0o600);
    expect(schemaOf(join(folder, COPY))).toBe(BEFORE);
    expect(listsIn(join(folder, COPY))).toEqual(['Riverains']);
  });

  test('by a command is refused while a gateway of the older version runs on the file', () => {
    older('Riverains');
    {
      using _gateway = lockStore(path);
      expect(() => open()).toThrow('the file is of an older version, and a gateway has it: stop that first');
      expect(schemaOf(path)).toBe(BEFORE);
      open({ isSole: true });
    }
    expect(schemaOf(path)).toBe(LAST);
  });

  test('keeps all that was committed, also while somebody reads and the write-ahead log can not be emptied', () => {
    older('Riverains');
    const reader = new Database(path, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM lists').get();
    inFile(path, (db) => db.exec(`INSERT INTO lists (${LIST}) VALUES ('Agents', '{}', 0)`));
    open();
    reader.exec('COMMIT');
    reader.close();
    expect(listsIn(join(folder, COPY))).toEqual(['Riverains', 'Agents']);
    expect(statSync(join(folder, COPY)).mode & 0o777).toBe(0o600);
  });

  test('keeps no copy of a new store, or of one in which nobody has put anything', () => {
    open();
    rmSync(path);
    older();
    open();
    expect(schemaOf(path)).toBe(LAST);
    expect(copies()).toEqual([]);
  });

  test('keeps no copy where the configuration says so', () => {
    older('Riverains');
    open({ keepsCopy: false });
    expect(schemaOf(path)).toBe(LAST);
    expect(copies()).toEqual([]);
  });

  test('puts its copy in the place of that of an earlier upgrade, and of one that was killed while it was written', () => {
    older('Riverains');
    writeFileSync(join(folder, `tocsin.db.before-schema-${BEFORE}`), 'older');
    writeFileSync(join(folder, `${COPY}.unfinished`), 'half');
    writeFileSync(join(folder, COPY), 'of a migration that was killed');
    open();
    expect(copies()).toEqual([COPY]);
    expect(listsIn(join(folder, COPY))).toEqual(['Riverains']);
  });

  test('tells which migration of how many begins, and how large the store is', () => {
    older('Riverains');
    const told: MigrationStep[] = [];
    open({ tell: (step) => told.push(step) });
    const octets = expect.any(Number);
    const names = Object.keys(namedMigrations);
    expect(told).toEqual([
      { kind: 'copy', file: join(folder, COPY), octets },
      { kind: 'migration', number: LAST - 1, last: LAST, name: names[LAST - 2], octets },
      { kind: 'migration', number: LAST, last: LAST, name: names[LAST - 1], octets },
      { kind: 'commit' },
    ]);
    expect(told[0]).toMatchObject({ octets: statSync(join(folder, COPY)).size });
  });

  test('is refused on a disk without room for the copy and the migration, with what is needed', () => {
    older('Riverains');
    freeBytes(1.5 * statSync(path).size);
    expect(() => open()).toThrow(/needs \d+ MB .*\d+ MB of it for a copy .* are free: nothing was changed/);
    expect(schemaOf(path)).toBe(BEFORE);
    expect(copies()).toEqual([]);
  });

  test('needs no room where no copy is kept: a migration that finds none changes nothing either', () => {
    older('Riverains');
    freeBytes(1);
    expect(() => open()).toThrow(/store\.copyBeforeMigration: false/);
    open({ keepsCopy: false });
    expect(schemaOf(path)).toBe(LAST);
  });

  test('removes what an upgrade that was killed has left before it looks for room', () => {
    older('Riverains');
    for (const name of [COPY, `${COPY}.unfinished`]) writeFileSync(join(folder, name), 'left');
    freeBytes(1);
    expect(() => open()).toThrow(/nothing was changed/);
    expect(copies()).toEqual([]);
  });

  test.each([true, false])(
    'removes what killed upgrades left unfinished (it keeps a copy: %s)',
    (keepsCopy) => {
      older('Riverains');
      const ends = [`${LAST}.unfinished`, `${LAST}.unfinished-0a1b2c3d`, `${BEFORE}.unfinished-0a1b2c3d`];
      for (const end of ends) writeFileSync(join(folder, `tocsin.db.before-schema-${end}`), 'half');
      open({ keepsCopy });
      expect(copies()).toEqual(keepsCopy ? [COPY] : []);
    },
  );

  test('keeps the copy that a still newer version has made', () => {
    older('Riverains');
    const ofNewer = `tocsin.db.before-schema-${LAST + 1}`;
    writeFileSync(join(folder, ofNewer), 'newer');
    open();
    expect(copies()).toEqual([COPY, ofNewer]);
  });

  test('makes a whole copy while the process that copies for a killed upgrade still writes', () => {
    older('Riverains');
    let ofKilled = '';
    beforeRename((unfinished) => {
      ofKilled = unfinished;
      throw new Error('killed');
    });
    expect(() => open()).toThrow('killed');
    beforeRename(() => writeFileSync(ofKilled, 'half'));
    open();
    expect(listsIn(join(folder, COPY))).toEqual(['Riverains']);
  });

  test('makes no copy that would stay, if its process begins only after another start has removed its place', () => {
    older('Riverains');
    const late = (...[node, args, options]: Required<Parameters<typeof execFileSync>>): unknown => {
      for (const name of copies()) rmSync(join(folder, name));
      return execFileSync(node, args, options);
    };
    Object.assign(childProcess, { execFileSync: late });
    syncBuiltinESMExports();
    expect(() => open()).toThrow('nobody waits');
    expect(copies()).toEqual([]);
  });

  test('keeps files that somebody has put beside the copy', () => {
    older('Riverains');
    writeFileSync(join(folder, 'tocsin.db.before-schema-9.gz'), 'kept');
    open();
    expect(copies()).toEqual([COPY, 'tocsin.db.before-schema-9.gz']);
  });

  // Without them, another process that closes the store may take the write-ahead log away (sqlite.org/howtocorrupt.html).
  test.runIf(existsSync('/proc/locks'))('keeps its locks on the store', () => {
    older('Riverains');
    const db = openForWriting(path);
    const ofFile = `:${statSync(path).ino} `;
    const locks = readFileSync('/proc/locks', 'utf8').split('\n');
    expect(locks.filter((line) => line.includes(ofFile))).toEqual([
      expect.stringContaining(`POSIX  ADVISORY  READ ${process.pid} `),
    ]);
    db.close();
  });

  test('copies the store itself where a symbolic link names it', () => {
    older('Riverains');
    const link = join(folder, 'link.db');
    symlinkSync(path, link);
    openForWriting(link).close();
    expect(copies()).toEqual([COPY]);
    expect(listsIn(join(folder, COPY))).toEqual(['Riverains']);
  });

  test('gives the copy to its owner alone, also if others may read the store', () => {
    older('Riverains');
    chmodSync(path, 0o644);
    open();
    expect(statSync(join(folder, COPY)).mode & 0o777).toBe(0o600);
  });

  test('leaves the store as it was if its copy can not be written', () => {
    older('Riverains');
    // A folder stands where the copy would be.
    const taken = join(folder, COPY, 'x');
    makePrivate(taken);
    expect(() => open()).toThrow();
    expect(schemaOf(path)).toBe(BEFORE);
    expect(existsSync(join(folder, `${COPY}.unfinished`))).toBe(false);
  });
});

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
    rmSync(folder, { recursive: true });
    older(...lists);
    const { hasCome } = meanwhile(moment, work);
    try {
      open();
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
    atEachMoment(['Riverains'], open, () => {
      expect(copies()).toEqual([COPY]);
      expect(schemaOf(join(folder, COPY))).toBe(BEFORE);
    });
  });

  test('loses neither its copy nor its migration to a process that comes later', () => {
    older('Riverains');
    nobodyWaits();
    let refused = 0;
    const another = (): void => {
      expect(() => open()).toThrow('database is locked');
      refused++;
    };
    beforeRename(another);
    open({ tell: another });
    // The other process comes when the copy begins, when it is whole, at both migrations and at the commit.
    expect(refused).toBe(5);
    expect(schemaOf(path)).toBe(LAST);
    expect(copies()).toEqual([COPY]);
    expect(listsIn(join(folder, COPY))).toEqual(['Riverains']);
  });

  test('copies what another process of the older version puts in until the last moment', () => {
    const add = (): void =>
      inFile(path, (db) => void db.exec(`INSERT INTO lists (${LIST}) VALUES ('Agents', '{}', 0)`));
    atEachMoment([], add, () => expect(listsIn(join(folder, COPY))).toEqual(['Agents']));
  });

  test('does not take a store for its own that a still newer version has migrated first', () => {
    const migrate = (): void => inFile(path, (db) => void db.pragma(`user_version = ${LAST + 1}`));
    atEachMoment(['Riverains'], migrate, () => expect(schemaOf(path)).toBe(LAST + 1));
  });
});
