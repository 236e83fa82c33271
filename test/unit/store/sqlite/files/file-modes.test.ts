import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFiles } from '../../../../../src/commands/check/open-files.ts';
import { configSchema } from '../../../../../src/config/schema.ts';
import { openToOthers } from '../../../../../src/store/sqlite/files/file-modes.ts';
import { lockStore } from '../../../../../src/store/sqlite/lock.ts';
import { sqliteTest } from '../../../../support/store/about-sqlite.ts';
import { openSqliteStore } from '../../../../support/store/sqlite-store.ts';
import { VirtualClock } from '../../../../support/virtual-clock.ts';

let folder: string;
let umask: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-modes-'));
  umask = process.umask(0o022);
});
afterEach(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true, force: true });
});

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

sqliteTest(
  'a new store, the files beside it and its folder are the owner’s alone, whatever the umask',
  async () => {
    process.umask(0);
    const file = join(folder, 'data', 'tocsin.db');
    const lock = lockStore(file);
    const store = await openSqliteStore(file, new VirtualClock());
    for (const end of ['', '-wal', '-shm', '-lock']) expect([end, modeOf(file + end)]).toEqual([end, '600']);
    expect(modeOf(join(folder, 'data'))).toBe('700');
    await store.close();
    lock[Symbol.dispose]();
  },
);

test('a gateway does not start on a database of mode 0644, and says the command that mends it', () => {
  const file = join(folder, 'tocsin.db');
  writeFileSync(file, '');
  chmodSync(file, 0o644);
  expect(() => lockStore(file)).toThrow(`mode 0644): chmod 0600 ${file}`);
  expect(() => lockStore(file)).toThrow('store.openToOthers: true');
  lockStore(file, true)[Symbol.dispose]();
  chmodSync(file, 0o600);
  lockStore(file)[Symbol.dispose]();
});

test('a gateway does not start in a folder that others may read, but does in one that everybody shares', () => {
  const shared = join(folder, 'shared');
  mkdirSync(shared);
  chmodSync(shared, 0o755);
  expect(() => lockStore(join(shared, 'tocsin.db'))).toThrow(`chmod 0700 ${shared}`);
  // As /tmp is: nobody would make that 0700.
  chmodSync(shared, 0o1777);
  expect(openToOthers(join(shared, 'tocsin.db'))).toEqual([]);
});

test('check says which files are open to others, the configuration only if a secret stands in it', () => {
  const file = join(folder, 'tocsin.yaml');
  const sqlite = join(folder, 'tocsin.db');
  const config = configSchema.parse({ store: { sqlite } });
  writeFileSync(file, `routes:\n  - { id: a, password: \${A_PASSWORD} }\n`);
  chmodSync(file, 0o644);
  expect(openFiles(file, config)).toEqual([]);
  writeFileSync(file, 'routes:\n  - { id: a, password: secret }\n');
  expect(openFiles(file, config)).toEqual([expect.stringContaining(`chmod o= ${file}`)]);
  chmodSync(file, 0o640);
  writeFileSync(sqlite, '');
  chmodSync(sqlite, 0o640);
  expect(openFiles(file, config)).toEqual([
    expect.stringContaining(`the gateway does not start: others than its owner may use ${sqlite}`),
  ]);
});
