import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GatewayProcess } from '../../scripts/lib/gateway-process.ts';

/** @param thread 0 is the gateway's own, 1 the first of the database's, which it starts while it starts itself */
const inThread = (thread: number, code: string): readonly string[] => [
  '--import',
  `data:text/javascript,import { threadId } from 'node:worker_threads'; if (threadId === ${thread}) { ${code} }`,
];

describe('serve', () => {
  let folder: string;
  let configFile: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-serve-'));
    configFile = join(folder, 'tocsin.yaml');
    await writeFile(
      configFile,
      `http: { listen: 127.0.0.1:0 }\nstore: { sqlite: ${join(folder, 'tocsin.db')} }\nroutes: []\n`,
    );
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('says why it cannot begin, and ends with 1', async () => {
    const missing = join(folder, 'missing.yaml');
    await expect(GatewayProcess.start(missing)).rejects.toThrow(/ended with 1: .*missing\.yaml: ENOENT/);
  });

  test('ends with 0 by a signal that comes while it starts', async () => {
    const nodeArgs = inThread(1, `process.kill(process.pid, 'SIGTERM');`);
    const gateway = await GatewayProcess.start(configFile, { nodeArgs });
    await gateway.ended();
    expect(await gateway.stop()).toBe(0);
  });

  test('shows a fault that nobody caught, and ends with 1', async () => {
    const nodeArgs = inThread(0, `setImmediate(() => { throw new Error('a fault of ours'); });`);
    await expect(GatewayProcess.start(configFile, { nodeArgs })).rejects.toThrow(
      /ended with 1: .*a fault of ours/s,
    );
  });
});
