import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { whyNotReadable, whyNotWritable } from '../../../src/config/file-access.ts';

const MODULE = new URL('../../../src/config/file-access.ts', import.meta.url);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-access-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true });
});

/** What a user who isn't root is told: root may read and write everything. */
const told = (name: 'whyNotReadable' | 'whyNotWritable', file: string): string => {
  const script = `import(${JSON.stringify(MODULE.href)}).then((m) => console.log(m.${name}(${JSON.stringify(file)})))`;
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', ...nobody });
  return stdout.trim() || stderr;
};

test('a store in a folder without permission names the user, the folder and the command that mends it', () => {
  chmodSync(folder, 0o500);
  expect(told('whyNotWritable', join(folder, 'data', 'tocsin.db'))).toMatch(
    new RegExp(`^the user \\S+ may not write in the folder ${folder}\\. As root: chown -R \\S+ ${folder}$`),
  );
});

test('a key that another user owns names the user and the command that mends it', () => {
  chmodSync(folder, 0o755);
  const key = join(folder, 'tls.key');
  writeFileSync(key, 'x', { mode: process.getuid?.() === 0 ? 0o600 : 0o000 });
  expect(told('whyNotReadable', key)).toMatch(
    new RegExp(`^the user \\S+ may not read ${key}\\. As root: setfacl -m u:\\S+:r ${key}`),
  );
});

test('nothing is said of what may be read and written, nor of a file that is not there', () => {
  writeFileSync(join(folder, 'a'), '');
  expect(whyNotReadable(join(folder, 'a'))).toBeUndefined();
  expect(whyNotWritable(join(folder, 'a'))).toBeUndefined();
  expect(whyNotWritable(join(folder, 'later', 'tocsin.db'))).toBeUndefined();
  expect(whyNotReadable(join(folder, 'b'))).toBeUndefined();
});
