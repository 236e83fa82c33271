import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesIn } from '../../../scripts/lib/archive/sums.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tocsin-build-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const build = (root: string, ...args: readonly string[]) =>
  run(process.execPath, [join(root, 'scripts/build-console.ts'), ...args]);
const contents = (at: string): Readonly<Record<string, string>> =>
  Object.fromEntries(filesIn(at).map((file) => [file, readFileSync(join(at, file), 'base64')]));

test('two builds at once into one folder leave one that is whole, and the same sources give the same octets', async () => {
  const [one, other] = [join(folder, 'one'), join(folder, 'other')];
  await Promise.all([build(ROOT, '--to', one), build(ROOT, '--to', one), build(ROOT, '--to', other)]);
  expect(readdirSync(folder).sort()).toEqual(['one', 'other']);
  expect(contents(one)).toEqual(contents(other));
  // Nothing is built again.
  expect(await build(ROOT, '--to', one)).toEqual({ stdout: '', stderr: '' });
  const [script = ''] = filesIn(one).filter((file) => /^assets\/index-.*\.js$/.test(file));
  const octets = readFileSync(join(one, script));
  expect(brotliDecompressSync(readFileSync(join(one, `${script}.br`)))).toEqual(octets);
  expect(gunzipSync(readFileSync(join(one, `${script}.gz`)))).toEqual(octets);
});

test('without the development packages the build says what is missing and fails nothing, so that the gateway starts', async () => {
  const bare = join(folder, 'bare');
  for (const part of ['scripts', 'src', 'docs', 'package-lock.json', 'tsconfig.json'])
    cpSync(join(ROOT, part), join(bare, part), { recursive: true });
  const { stderr } = await build(bare);
  expect(stderr).toMatch(/^The console is not built, and the packages that build it are not installed/);
  expect(existsSync(join(bare, 'build'))).toBe(false);
  cpSync(join(ROOT, 'build/console'), join(bare, 'build/console'), { recursive: true });
  expect((await build(bare)).stderr).toBe('');
  rmSync(join(bare, 'src/console/rooms/now/words.ts'));
  expect((await build(bare)).stderr).toMatch(/^The console is older than its sources/);
  expect(existsSync(join(bare, 'build/console/index.html'))).toBe(true);
});
