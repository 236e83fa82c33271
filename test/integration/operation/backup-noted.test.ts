import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backupCommand } from '../../../src/commands/backup/backup.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { namedMigrations } from '../../../src/store/schema/migrations.ts';
import { openForWriting } from '../../../src/store/sqlite/open.ts';
import { chainIn, faultOf } from '../../support/store/chain.ts';
import { openSqliteStore } from '../../support/store/sqlite-store.ts';

let folder: string;
let config: string;
let store: string;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-backup-'));
  store = at('tocsin.db');
  config = at('tocsin.yaml');
  await writeFile(config, `store: { sqlite: ${JSON.stringify(store)} }\nroutes: []\n`);
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const backup = (file: string): Promise<number> =>
  backupCommand(config, file, { force: true, encrypt: false, passphraseFile: undefined });
const newStore = async (): Promise<void> => (await openSqliteStore(store, systemClock)).close();

/** A store of a version from before the chain, with some rows of its audit log. */
const oldStore = (rows: number): Database.Database => {
  const db = new Database(store);
  const before = Object.keys(namedMigrations).indexOf('auditChain');
  for (const sql of Object.values(namedMigrations).slice(0, before)) db.exec(sql);
  db.pragma(`user_version = ${before}`);
  for (let n = 1; n <= rows; n++)
    db.exec(`INSERT INTO audit (at, actor, actor_name, action, subject, detail)
             VALUES (${n}, 'user:1', 'Anna', 'route.disable', 'route:orange', '{}')`);
  return db;
};

describe('backup --force', () => {
  test.each(['tocsin.db', 'tocsin.db-wal', 'tocsin.yaml', 'link'])(
    'never replaces what it backs up, the configuration or a link to them: %s',
    async (name) => {
      await newStore();
      await symlink(store, at('link'));
      const before = await readFile(store);
      await expect(backup(at(name))).rejects.toThrow('choose another name');
      expect((await readFile(store)).equals(before)).toBe(true);
      expect(await readFile(config, 'utf8')).toContain('routes: []');
    },
  );
});

describe('the note of a backup', () => {
  test('is left out in a store of a version from before the chain, and the backup is made', async () => {
    oldStore(3).close();
    expect(await backup(at('backup'))).toBe(0);
    openForWriting(store).close();
    expect(chainIn(store).rows).toHaveLength(3);
  });

  test('comes after the rows of an upgrade that was cut off half way', async () => {
    const db = oldStore(3);
    const names = Object.keys(namedMigrations);
    for (const sql of Object.values(namedMigrations).slice(names.indexOf('auditChain'))) db.exec(sql);
    db.pragma(`user_version = ${names.length}`);
    db.close();
    await backup(at('backup'));
    openForWriting(store).close();
    expect(chainIn(store).rows.map(({ action }) => action)).toEqual([
      'route.disable',
      'route.disable',
      'route.disable',
      'backup.create',
    ]);
    expect(faultOf(store)).toBeUndefined();
  });
});
