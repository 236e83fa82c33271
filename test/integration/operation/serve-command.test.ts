import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GatewayProcess } from '../../../scripts/lib/gateway-process.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import { runCommand } from '../../support/gateway/run-command.ts';
import { flushSuiteLog, linesFile } from '../../support/log/suite-log.ts';
import { plugIn } from '../../support/modem/on-gateway.ts';

/** @param thread 0 is the main thread, 1 the first thread of the database, which is started during the start */
const inThread = (thread: number, code: string): readonly string[] => [
  '--import',
  `data:text/javascript,import { threadId } from 'node:worker_threads'; if (threadId === ${thread}) { ${code} }`,
];

describe('the command serve', () => {
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

  test('reports why it cannot start, and exits with 1', async () => {
    const missing = join(folder, 'missing.yaml');
    await expect(GatewayProcess.start(missing)).rejects.toThrow(/ended with 1: .*missing\.yaml: ENOENT/);
  });

  test('has its log and the stderr of other commands in the log of the suite, which is looked through for secrets', async () => {
    const gateway = await GatewayProcess.start(configFile);
    await gateway.stop();
    await runCommand('check', '--config', join(folder, 'no-such-file.yaml'));
    flushSuiteLog();
    const kept = readFileSync(linesFile() ?? '', 'utf8');
    expect(kept).toContain(`"url":"${gateway.url}","msg":"ready"`);
    expect(kept).toMatch(/^.*no-such-file\.yaml: ENOENT/m);
  });

  test('exits with 0 after a signal during its start', async () => {
    const nodeArgs = inThread(1, `process.kill(process.pid, 'SIGTERM');`);
    const gateway = await GatewayProcess.start(configFile, { nodeArgs });
    await gateway.ended();
    expect(await gateway.stop()).toBe(0);
  });

  test("limits V8's space for young objects, its heap growth and its helpers in its own process, unless another size is set", async () => {
    const commandLineOf = async (env: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      const gateway = await GatewayProcess.start(configFile, { nodeArgs: ['--no-deprecation'], env });
      try {
        return readFileSync(`/proc/${gateway.pid}/cmdline`, 'utf8').split('\0');
      } finally {
        expect(await gateway.stop()).toBe(0);
      }
    };
    const args = await commandLineOf({});
    expect(args.filter((one) => one.startsWith('--'))).toEqual([
      '--max-semi-space-size=8',
      '--heap-growing-percent=40',
      '--initial-old-space-size=64',
      '--v8-pool-size=1',
      '--no-deprecation',
      '--config',
    ]);
    expect(args).toContain(configFile);
    const asked = await commandLineOf({ NODE_OPTIONS: '--max-semi-space-size=4' });
    expect(asked.some((one) => one.startsWith('--max-semi-space-size'))).toBe(false);
    const helped = await commandLineOf({ NODE_OPTIONS: '--v8-pool-size=2' });
    expect(helped).toContain('--max-semi-space-size=8');
    expect(helped.some((one) => one.startsWith('--v8-pool-size'))).toBe(false);
  });

  test('shows an uncaught error, and exits with 1', async () => {
    const nodeArgs = inThread(0, `setImmediate(() => { throw new Error('a fault of ours'); });`);
    await expect(GatewayProcess.start(configFile, { nodeArgs })).rejects.toThrow(
      /ended with 1: .*a fault of ours/s,
    );
  });

  test('exits with 0 after a signal that comes twice, as from Ctrl-C through npm', async () => {
    const first = inThread(1, `process.kill(process.pid, 'SIGINT');`);
    // The second signal comes after the first was handled.
    const second = inThread(
      0,
      `process.once('SIGINT', () => setImmediate(() => process.kill(process.pid, 'SIGINT')));`,
    );
    const gateway = await GatewayProcess.start(configFile, { nodeArgs: [...first, ...second] });
    await gateway.ended();
    expect(await gateway.stop()).toBe(0);
  });

  test('sends by a modem, and exits with 0 while the serial port is open', async () => {
    const modem = await plugIn();
    const file = await GatewayFile.make(`  - { id: modem-1, type: modem, device: ${modem.path} }`);
    try {
      const api = await file.start();
      await api.untilRoute('modem-1', 'up');
      const { id } = await api.send({ to: '+33639980001', text: 'Flood warning' });
      await api.untilState(id, 'delivered');
      expect(await file.stop()).toBe(0);
    } finally {
      await file.remove();
    }
  });
});
