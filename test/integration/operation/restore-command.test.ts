import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type BackupWanted, backupCommand } from '../../../src/commands/backup/backup.ts';
import { releaseCommand } from '../../../src/commands/backup/release.ts';
import { restoreCommand } from '../../../src/commands/backup/restore.ts';
import { restoredInPlaceCommand } from '../../../src/commands/backup/restored-in-place.ts';
import { stateCode } from '../../../src/domain/messages/state.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { migrations } from '../../../src/store/schema/migrations.ts';
import { lockSnapshot, lockStore } from '../../../src/store/sqlite/lock.ts';
import { claimedOf, newMessage } from '../../support/store/messages.ts';
import { openSqliteStore } from '../../support/store/sqlite-store.ts';

const PASSPHRASE = 'une phrase assez longue';

let folder: string;
let config: string;
let store: string;
let said: string;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-restore-'));
  store = at('tocsin.db');
  config = at('tocsin.yaml');
  await writeFile(config, `store: { sqlite: ${JSON.stringify(store)} }\nroutes: []\n`);
  await writeFile(at('passphrase'), `${PASSPHRASE}\n`);
  await message('first');
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const message = async (reference: string): Promise<void> => {
  const opened = await openSqliteStore(store, systemClock);
  const now = systemClock.now();
  const times = { createdAt: now, dueAt: now, validUntil: now + 3_600_000 };
  await opened.enqueue([newMessage({ reference, ...times })]);
  await opened.close();
};

const columnIn = (path: string, column: 'reference' | 'state'): readonly unknown[] => {
  const db = new Database(path);
  try {
    return db.prepare(`SELECT ${column} FROM messages ORDER BY id`).pluck().all();
  } finally {
    db.close();
  }
};
const referencesIn = (path: string) => columnIn(path, 'reference');
const statesIn = (path: string) => columnIn(path, 'state');

const backup = (own: Partial<BackupWanted> = {}): Promise<number> =>
  backupCommand(config, at('backup'), { force: false, encrypt: false, passphraseFile: undefined, ...own });
const restore = (passphraseFile?: string): Promise<number> =>
  restoreCommand(config, at('backup'), { replace: true, passphraseFile });

/** The names of all files but those of the locks, which stay. */
const files = async () => (await readdir(folder)).filter((name) => !name.endsWith('-lock')).sort();

describe('backup', () => {
  test('overwrites nothing without --force, and leaves no other file behind', async () => {
    await backup();
    const before = await readFile(at('backup'));
    await message('second');
    await expect(backup()).rejects.toThrow('is there already: --force replaces it');
    expect((await readFile(at('backup'))).equals(before)).toBe(true);
    await backup({ force: true });
    expect((await readFile(at('backup'))).equals(before)).toBe(false);
    expect(await files()).toEqual(['backup', 'passphrase', 'tocsin.db', 'tocsin.yaml']);
  });

  test('of a damaged store is refused, and the earlier backup is kept', async () => {
    await backup();
    const before = await readFile(at('backup'));
    const octets = await readFile(store);
    octets.fill(0x55, 8192, 40_000);
    await writeFile(store, octets);
    await expect(backup({ force: true })).rejects.toThrow(/is damaged|cannot/);
    expect((await readFile(at('backup'))).equals(before)).toBe(true);
  });

  test('is refused while another one is made, with a short passphrase, and into no folder', async () => {
    await writeFile(at('short'), 'secret\n');
    await expect(backup({ passphraseFile: at('short') })).rejects.toThrow('the passphrase is too short');
    await expect(
      backupCommand(config, at('none/backup'), { force: false, encrypt: false, passphraseFile: undefined }),
    ).rejects.toThrow('there is no folder');
    using _other = lockSnapshot(`${store}-snapshot`);
    await expect(backup()).rejects.toThrow('another backup is being made');
  });

  test('of a store of an older version does not migrate it: its gateway may still run', async () => {
    const db = new Database(store);
    db.pragma('user_version = 40');
    db.close();
    await backup();
    const again = new Database(store);
    expect(again.pragma('user_version', { simple: true })).toBe(40);
    again.close();
    expect(said).toContain('schema 40');
  });
});

describe('restore', () => {
  test('puts the backup in the place of the store, and keeps what was there', async () => {
    await backup({ passphraseFile: at('passphrase') });
    await message('second');
    await restore(at('passphrase'));
    expect(referencesIn(store)).toEqual(['first']);
    const [aside = ''] = (await files()).filter((name) => name.includes('before-restore'));
    expect(referencesIn(at(aside))).toEqual(['first', 'second']);
    expect(said).toContain(aside);
    expect(said).toContain('1 messages were unsent in the backup');
    expect((await files()).filter((name) => /-wal|-shm|-restoring|-snapshot/.test(name))).toEqual([]);
  });

  test('keeps the commits that were only in the write-ahead log of the old store', async () => {
    await backup();
    const db = new Database(store);
    db.pragma('wal_autocheckpoint = 0');
    db.exec("UPDATE messages SET reference = 'in the log'");
    // As after a kill: the log is there, and nobody has the file open.
    const [wal, main] = [await readFile(`${store}-wal`), await readFile(store)];
    db.close();
    await writeFile(store, main);
    await writeFile(`${store}-wal`, wal);
    await restore();
    expect(referencesIn(store)).toEqual(['first']);
    const [aside = ''] = (await files()).filter((name) => /before-restore-\w+$/.test(name));
    expect(referencesIn(at(aside))).toEqual(['in the log']);
  });

  test('works where there is no store yet, and where the old one is damaged beyond opening', async () => {
    await backup();
    await rm(store);
    await restore();
    expect(referencesIn(store)).toEqual(['first']);
    await writeFile(store, 'no database');
    await restore();
    expect(referencesIn(store)).toEqual(['first']);
  });

  test('refuses to replace a store that is not empty without --replace, and leaves it as it was', async () => {
    await backup();
    await message('second');
    const without = () => restoreCommand(config, at('backup'), { replace: false, passphraseFile: undefined });
    await expect(without()).rejects.toThrow("isn't empty: --replace puts the backup in its place");
    expect(referencesIn(store)).toEqual(['first', 'second']);
    await rm(store);
    await (await openSqliteStore(store, systemClock)).close();
    await without();
    expect(referencesIn(store)).toEqual(['first']);
    await writeFile(store, 'no database');
    await expect(without()).rejects.toThrow("isn't empty");
  });

  test('replaces the file that a link stands for, and leaves the link', async () => {
    await backup();
    await message('second');
    await mkdir(at('disk'));
    await writeFile(at('disk/real.db'), await readFile(store));
    await rm(store);
    await symlink(at('disk/real.db'), store);
    await restore();
    expect(referencesIn(at('disk/real.db'))).toEqual(['first']);
  });

  test('is refused while a gateway runs on the store, and so is a release', async () => {
    await backup();
    using _gateway = lockStore(store);
    await expect(restore()).rejects.toThrow('another gateway runs on');
    await expect(releaseCommand(config)).rejects.toThrow('another gateway runs on');
    await expect(restoredInPlaceCommand(config)).rejects.toThrow('another gateway runs on');
  });

  test('of a file by another tool is followed by restore --in-place, which holds what is unsent', async () => {
    expect(await restoredInPlaceCommand(config)).toBe(0);
    expect(said).toContain(`The newest thing in ${store} is of 20`);
    expect(said).toContain('1 messages were unsent in the backup');
    expect(await releaseCommand(config)).toBe(0);
    expect(said).toContain('1 messages are queued again');
    await rm(store);
    await expect(restoredInPlaceCommand(config)).rejects.toThrow(`there is no store ${store}`);
    expect(await files()).not.toContain('tocsin.db');
  });

  test('is refused by a clock that is behind the backup: what was sent since would seem to be due later', async () => {
    await backup();
    await message('second');
    vi.spyOn(systemClock, 'now').mockReturnValue(Date.now() - 3_600_000);
    await expect(restore()).rejects.toThrow('the clock says');
    await expect(restoredInPlaceCommand(config)).rejects.toThrow('the clock says');
    vi.mocked(systemClock.now).mockRestore();
    expect(referencesIn(store)).toEqual(['first', 'second']);
    expect(statesIn(store)).toEqual([stateCode('queued'), stateCode('queued')]);
    expect((await files()).some((name) => name.includes('restor'))).toBe(false);
    await restore();
    expect(statesIn(store)).toEqual([stateCode('uncertain')]);
  });

  test('in place is refused by a clock that is behind a claim or an answer, though each message is older', async () => {
    const opened = await openSqliteStore(store, systemClock);
    const now = systemClock.now();
    await claimedOf(opened, { dueAt: now, validUntil: now + 3_600_000 });
    await opened.close();
    new Database(store).exec('UPDATE messages SET created_at = created_at - 7_200_000').close();
    vi.spyOn(systemClock, 'now').mockReturnValue(now - 3_600_000);
    await expect(restoredInPlaceCommand(config)).rejects.toThrow('the clock says');
    expect(statesIn(store).toSorted()).toEqual([stateCode('queued'), stateCode('sending')]);
  });

  test('is refused while the log of the old store cannot be moved, or its other name is taken', async () => {
    await backup();
    await message('second');
    await mkdir(`${store}-wal`);
    await expect(restore()).rejects.toThrow('cannot move the write-ahead log into');
    await rmdir(`${store}-wal`);
    expect(referencesIn(store)).toEqual(['first', 'second']);

    const now = Date.now();
    vi.spyOn(systemClock, 'now').mockReturnValue(now);
    const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
    await writeFile(store, 'no database');
    await writeFile(`${store}.before-restore-${stamp}`, 'an earlier one');
    await expect(restore()).rejects.toThrow('EEXIST');
    expect(await readFile(store, 'utf8')).toBe('no database');
    expect(await readFile(`${store}.before-restore-${stamp}`, 'utf8')).toBe('an earlier one');
    vi.mocked(systemClock.now).mockReturnValue(now + 1000);
    await restore();
    expect(referencesIn(store)).toEqual(['first']);
  });

  test.each<readonly [string, () => Promise<string | undefined>, RegExp]>([
    [
      'of a newer schema',
      async () => {
        const db = new Database(store);
        db.pragma(`user_version = ${migrations.length + 1}`);
        db.close();
        await backup();
        const back = new Database(store);
        back.pragma(`user_version = ${migrations.length}`);
        back.close();
        return undefined;
      },
      /its schema is \d+, made by Tocsin [\d.]+: restore it with that version or a newer one/,
    ],
    [
      'that is cut off',
      async () => {
        await backup();
        await truncate(at('backup'), 100_000);
        return undefined;
      },
      /it is cut off: its end is missing\. The store is as it was/,
    ],
    [
      'with a wrong passphrase',
      async () => {
        await backup({ passphraseFile: at('passphrase') });
        await writeFile(at('wrong'), 'another long passphrase');
        return at('wrong');
      },
      /the passphrase is wrong/,
    ],
    [
      'that is none',
      async () => writeFile(at('backup'), 'x').then(() => undefined),
      /it is no backup of Tocsin/,
    ],
    ['that is a folder', async () => mkdir(at('backup')).then(() => undefined), /backup is no file/],
  ])('refuses a backup %s, and leaves the store as it was', async (_, make, words) => {
    const passphraseFile = await make();
    const before = referencesIn(store);
    await expect(restore(passphraseFile)).rejects.toThrow(words);
    expect(referencesIn(store)).toEqual(before);
    expect(existsSync(`${store}-restoring`)).toBe(false);
    expect((await files()).some((name) => name.includes('before-restore'))).toBe(false);
  });
});
