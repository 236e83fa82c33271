import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const store = new URL('../../../support/store/sqlite-store.ts', import.meta.url).href;

/** Says at the end of each thread whether Node has loaded its compiler in WebAssembly there. */
const TELL = `
import { writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
process.on('exit', () => {
  const strips = process.moduleLoadList.some((name) => name.includes('amaro'));
  writeSync(1, (isMainThread ? 'process' : 'thread') + (strips ? ' strips\\n' : ' does not strip\\n'));
});`;

const openAndClose = (path: string): string => `
const { openSqliteStore } = await import('${store}');
await (await openSqliteStore('${path}', { now: () => 0, elapsed: () => 0 })).close();`;

test('the threads of the database do not strip types from source files, not even at the first start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-cache-'));
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        `--import=data:text/javascript,${encodeURIComponent(TELL)}`,
        '--eval',
        openAndClose(join(folder, 'tocsin.db')),
      ],
      { env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') } },
    );
    expect(stdout.trim().split('\n').sort()).toEqual([
      'process strips',
      'thread does not strip',
      'thread does not strip',
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
