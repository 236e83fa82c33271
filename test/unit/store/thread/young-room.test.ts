import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const MODULE = fileURLToPath(new URL('../../../../src/store/thread/young-room.ts', import.meta.url));

/** A thread that makes many short-lived objects, and says how large its space for them has become, MB. */
const THREAD = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { parentPort } from 'node:worker_threads';
  const kept = [];
  for (let made = 0; made < 3_000_000; made++) kept[made % 50_000] = { made };
  const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
  parentPort.postMessage(young.space_size / 1024 / 1024);`;

/** A process that starts a thread with little room, and another thread after it. It prints both sizes. */
const PROCESS = `
  import { once } from 'node:events';
  import { Worker } from 'node:worker_threads';
  import { startSmall } from ${JSON.stringify(MODULE)};
  const start = () => new Worker(${JSON.stringify(THREAD)}, { eval: true });
  const small = startSmall(start);
  const [[first]] = await Promise.all([once(small, 'message'), once(small, 'exit')]);
  const [second] = await once(start(), 'message');
  console.log(JSON.stringify([first, second]));`;

/** The MB of the two threads of a process with these flags. */
const roomsWith = async (...flags: readonly string[]): Promise<readonly number[]> => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...flags,
    '--input-type=module',
    '--eval',
    PROCESS,
  ]);
  return JSON.parse(stdout) as readonly number[];
};

describe('the room for young objects', () => {
  test('is small in a thread that is started so, and as before in the next thread', async () => {
    const [small = 0, usual = 0] = await roomsWith('--max-semi-space-size=8');
    expect(small).toBeLessThanOrEqual(4);
    expect(usual).toBeGreaterThan(8);
  });

  test("is the operator's where one has chosen it", async () => {
    const [chosen = 0] = await roomsWith('--max-semi-space-size=6');
    expect(chosen).toBeGreaterThan(6);
  });
});
