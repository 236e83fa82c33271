import childProcess from 'node:child_process';
import fs, {
  chmodSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { MigrationStep } from '../../../../src/domain/operation/upgrade/migration.ts';
import { namedMigrations } from '../../../../src/store/schema/migrations.ts';
import { makePrivate } from '../../../../src/store/sqlite/files/private-files.ts';
import { lockStore } from '../../../../src/store/sqlite/lock.ts';
import { openForWriting } from '../../../../src/store/sqlite/open.ts';
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

const { execFileSync } = childProcess;
const older = olderStore();

/** So much of the disk is free from now on. */
const freeBytes = (octets: number): void => {
  Object.assign(fs, { statfsSync: () => ({ bavail: octets, bsize: 1 }) });
  syncBuiltinESMExports();
};

sqliteDescribe('the first start of a version with a newer schema', () => {
  test('keeps a copy of the store as it was, for its owner alone, that the older version can open', () => {
    older.make('Riverains');
    older.open();
    expect(schemaOf(older.path)).toBe(LAST);
    expect(older.copies()).toEqual([COPY]);
    expect(statSync(join(older.folder, COPY)).mode & 0o777).toBe(0o600);
    expect(schemaOf(join(older.folder, COPY))).toBe(BEFORE);
    expect(listsIn(join(older.folder, COPY))).toEqual(['Riverains']);
  });

  test('by a command is refused while a gateway of the older version runs on the file', () => {
    older.make('Riverains');
    {
      using _gateway = lockStore(older.path);
      expect(() => older.open()).toThrow(
        'the file is of an older version, and a gateway has it: stop that first',
      );
      expect(schemaOf(older.path)).toBe(BEFORE);
      older.open({ isSole: true });
    }
    expect(schemaOf(older.path)).toBe(LAST);
  });

  test('keeps all that was committed, also while somebody reads and the write-ahead log can not be emptied', () => {
    older.make('Riverains');
    const reader = new Database(older.path, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM lists').get();
    inFile(older.path, (db) => db.exec(`INSERT INTO lists (${LIST}) VALUES ('Agents', '{}', 0)`));
    older.open();
    reader.exec('COMMIT');
    reader.close();
    expect(listsIn(join(older.folder, COPY))).toEqual(['Riverains', 'Agents']);
    expect(statSync(join(older.folder, COPY)).mode & 0o777).toBe(0o600);
  });

  test('keeps no copy of a new store, or of one in which nobody has put anything', () => {
    older.open();
    rmSync(older.path);
    older.make();
    older.open();
    expect(schemaOf(older.path)).toBe(LAST);
    expect(older.copies()).toEqual([]);
  });

  test('keeps no copy where the configuration says so', () => {
    older.make('Riverains');
    older.open({ keepsCopy: false });
    expect(schemaOf(older.path)).toBe(LAST);
    expect(older.copies()).toEqual([]);
  });

  test('puts its copy in the place of that of an earlier upgrade, and of one that was killed while it was written', () => {
    older.make('Riverains');
    writeFileSync(join(older.folder, `tocsin.db.before-schema-${BEFORE}`), 'older');
    writeFileSync(join(older.folder, `${COPY}.unfinished`), 'half');
    writeFileSync(join(older.folder, COPY), 'of a migration that was killed');
    older.open();
    expect(older.copies()).toEqual([COPY]);
    expect(listsIn(join(older.folder, COPY))).toEqual(['Riverains']);
  });

  test('tells which migration of how many begins, and how large the store is', () => {
    older.make('Riverains');
    const told: MigrationStep[] = [];
    older.open({ tell: (step) => told.push(step) });
    const octets = expect.any(Number);
    const names = Object.keys(namedMigrations);
    expect(told).toEqual([
      { kind: 'copy', file: join(older.folder, COPY), octets },
      { kind: 'migration', number: LAST - 1, last: LAST, name: names[LAST - 2], octets },
      { kind: 'migration', number: LAST, last: LAST, name: names[LAST - 1], octets },
      { kind: 'commit' },
    ]);
    expect(told[0]).toMatchObject({ octets: statSync(join(older.folder, COPY)).size });
  });

  test('is refused on a disk without room for the copy and the migration, with what is needed', () => {
    older.make('Riverains');
    freeBytes(1.5 * statSync(older.path).size);
    expect(() => older.open()).toThrow(
      /needs \d+ MB .*\d+ MB of it for a copy .* are free: nothing was changed/,
    );
    expect(schemaOf(older.path)).toBe(BEFORE);
    expect(older.copies()).toEqual([]);
  });

  test('needs no room where no copy is kept: a migration that finds none changes nothing either', () => {
    older.make('Riverains');
    freeBytes(1);
    expect(() => older.open()).toThrow(/store\.copyBeforeMigration: false/);
    older.open({ keepsCopy: false });
    expect(schemaOf(older.path)).toBe(LAST);
  });

  test('removes what an upgrade that was killed has left before it looks for room', () => {
    older.make('Riverains');
    for (const name of [COPY, `${COPY}.unfinished`]) writeFileSync(join(older.folder, name), 'left');
    freeBytes(1);
    expect(() => older.open()).toThrow(/nothing was changed/);
    expect(older.copies()).toEqual([]);
  });

  test.each([true, false])(
    'removes what killed upgrades left unfinished (it keeps a copy: %s)',
    (keepsCopy) => {
      older.make('Riverains');
      const ends = [`${LAST}.unfinished`, `${LAST}.unfinished-0a1b2c3d`, `${BEFORE}.unfinished-0a1b2c3d`];
      for (const end of ends) writeFileSync(join(older.folder, `tocsin.db.before-schema-${end}`), 'half');
      older.open({ keepsCopy });
      expect(older.copies()).toEqual(keepsCopy ? [COPY] : []);
    },
  );

  test('keeps the copy that a still newer version has made', () => {
    older.make('Riverains');
    const ofNewer = `tocsin.db.before-schema-${LAST + 1}`;
    writeFileSync(join(older.folder, ofNewer), 'newer');
    older.open();
    expect(older.copies()).toEqual([COPY, ofNewer]);
  });

  test('makes a whole copy while the process that copies for a killed upgrade still writes', () => {
    older.make('Riverains');
    let ofKilled = '';
    beforeRename((unfinished) => {
      ofKilled = unfinished;
      throw new Error('killed');
    });
    expect(() => older.open()).toThrow('killed');
    beforeRename(() => writeFileSync(ofKilled, 'half'));
    older.open();
    expect(listsIn(join(older.folder, COPY))).toEqual(['Riverains']);
  });

  test('makes no copy that would stay, if its process begins only after another start has removed its place', () => {
    older.make('Riverains');
    const late = (...[node, args, options]: Required<Parameters<typeof execFileSync>>): unknown => {
      for (const name of older.copies()) rmSync(join(older.folder, name));
      return execFileSync(node, args, options);
    };
    Object.assign(childProcess, { execFileSync: late });
    syncBuiltinESMExports();
    expect(() => older.open()).toThrow('nobody waits');
    expect(older.copies()).toEqual([]);
  });

  test('keeps files that somebody has put beside the copy', () => {
    older.make('Riverains');
    writeFileSync(join(older.folder, 'tocsin.db.before-schema-9.gz'), 'kept');
    older.open();
    expect(older.copies()).toEqual([COPY, 'tocsin.db.before-schema-9.gz']);
  });

  // Without them, another process that closes the store may take the write-ahead log away (sqlite.org/howtocorrupt.html).
  test.runIf(existsSync('/proc/locks'))('keeps its locks on the store', () => {
    older.make('Riverains');
    const db = openForWriting(older.path);
    const ofFile = `:${statSync(older.path).ino} `;
    const locks = readFileSync('/proc/locks', 'utf8').split('\n');
    expect(locks.filter((line) => line.includes(ofFile))).toEqual([
      expect.stringContaining(`POSIX  ADVISORY  READ ${process.pid} `),
    ]);
    db.close();
  });

  test('copies the store itself where a symbolic link names it', () => {
    older.make('Riverains');
    const link = join(older.folder, 'link.db');
    symlinkSync(older.path, link);
    openForWriting(link).close();
    expect(older.copies()).toEqual([COPY]);
    expect(listsIn(join(older.folder, COPY))).toEqual(['Riverains']);
  });

  test('gives the copy to its owner alone, also if others may read the store', () => {
    older.make('Riverains');
    chmodSync(older.path, 0o644);
    older.open();
    expect(statSync(join(older.folder, COPY)).mode & 0o777).toBe(0o600);
  });

  test('leaves the store as it was if its copy can not be written', () => {
    older.make('Riverains');
    // A folder stands where the copy would be.
    const taken = join(older.folder, COPY, 'x');
    makePrivate(taken);
    expect(() => older.open()).toThrow();
    expect(schemaOf(older.path)).toBe(BEFORE);
    expect(existsSync(join(older.folder, `${COPY}.unfinished`))).toBe(false);
  });
});
