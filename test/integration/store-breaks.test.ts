import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { GatewayFile } from '../support/gateway-file.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Ends the database's first thread, the one that writes, as running out of memory would. */
const DYING_THREAD = `data:text/javascript,
  import { isMainThread, threadId } from 'node:worker_threads';
  if (!isMainThread && threadId === 1) setTimeout(() => { throw new Error('out of memory'); }, 500);`;

test('a gateway whose database thread dies ends with 1, so that it is started anew, and refuses no message for ever', async () => {
  const file = await GatewayFile.make('  []');
  onTestFinished(() => file.remove());
  const args = ['--import', DYING_THREAD, MAIN, 'serve', '--config', file.configFile];
  const gateway = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void gateway.kill('SIGKILL'));
  let said = '';
  const hear = (chunk: unknown) => {
    said += String(chunk);
  };
  gateway.stdout.on('data', hear);
  gateway.stderr.on('data', hear);
  const [code] = await once(gateway, 'close');
  expect(code).toBe(1);
  expect(said).toContain("the database's thread died: out of memory");
});
