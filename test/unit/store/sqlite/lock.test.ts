import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockStore } from '../../../../src/store/sqlite/lock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-lock-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a store can be locked only once, by whatever path it is reached, until the lock is released', async () => {
  const path = join(folder, 'tocsin.db');
  const link = join(folder, 'link.db');
  await writeFile(path, '', { mode: 0o600 });
  await symlink(path, link);
  {
    using _lock = lockStore(path);
    expect(() => lockStore(link)).toThrow(/another gateway runs on/);
  }
  lockStore(link)[Symbol.dispose]();
});

test('a store that cannot be locked is refused with the real reason, not with "another gateway runs on it"', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  expect(() => lockStore(join(file, 'tocsin.db'))).toThrow(
    expect.objectContaining({ code: 'storeUnavailable', message: expect.stringContaining('cannot lock') }),
  );
});
