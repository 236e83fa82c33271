import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

/** Code that ends the writing thread of the database, as running out of memory would, once there is a file `die`. */
const dyingThread = (folder: string): string => `data:text/javascript,
  import { watch } from 'node:fs';
  import { workerData } from 'node:worker_threads';
  if (workerData?.readOnly === false)
    watch(${JSON.stringify(folder)}, (_, name) => { if (name === 'die') throw new Error('out of memory'); });`;

test('a gateway whose database thread dies exits with code 1, so that it is started again, and does not refuse messages for ever', async () => {
  const file = await GatewayFile.make('  []');
  onTestFinished(() => file.remove());
  const folder = dirname(file.configFile);
  const args = ['--import', dyingThread(folder), MAIN, 'serve', '--config', file.configFile];
  const gateway = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void gateway.kill('SIGKILL'));
  const closed = once(gateway, 'close');
  let said = '';
  gateway.stderr.on('data', (chunk: unknown) => {
    said += String(chunk);
  });
  const ready = Promise.withResolvers<void>();
  createInterface({ input: gateway.stdout }).on('line', (line) => {
    said += line;
    if (line.includes('"msg":"ready"')) ready.resolve();
  });
  await ready.promise;
  await writeFile(join(folder, 'die'), '');
  const [code] = await closed;
  expect(code).toBe(1);
  expect(said).toContain("the database's thread died: out of memory");
});
