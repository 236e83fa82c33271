import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GatewayProcess } from '../../../scripts/lib/gateway-process.ts';
import { heardBySocket, inItsPlace, type Notified, whyNotHeard } from '../../support/gateway/notified.ts';

const HUNG = fileURLToPath(new URL('../../support/gateway/hung-database.ts', import.meta.url));
const WATCHDOG_MS = 1000;
const WITHIN = { timeout: 30_000, interval: 20 };

let folder: string;
let config: string;
let gateway: GatewayProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-systemd-'));
  config = join(folder, 'tocsin.yaml');
  const store = join(folder, 'data', 'tocsin.db');
  writeFileSync(config, `http: { listen: 127.0.0.1:0 }\nstore: { sqlite: ${store} }\nroutes: []\n`);
});

afterEach(async () => {
  await gateway?.stop('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const start = async (
  { env }: Notified,
  own: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> => {
  gateway = await GatewayProcess.start(config, {
    nodeArgs: ['--import', HUNG],
    env: { ...env, WATCHDOG_USEC: String(WATCHDOG_MS * 1000), ...own },
  });
  return gateway;
};

const countOf = (told: readonly string[], what: string): number => told.filter((one) => one === what).length;

const until = (told: () => readonly string[], what: string, times = 1): Promise<void> =>
  vi.waitFor(() => expect(countOf(told(), what)).toBeGreaterThanOrEqual(times), WITHIN);

/** Resolves as the watchdog of systemd does: when there was no sign of life for its time. */
const untilSilent = async (told: () => readonly string[]): Promise<void> => {
  for (let before = -1; before !== told().length; ) {
    before = told().length;
    await rest(WATCHDOG_MS);
  }
};

describe('a gateway under systemd', () => {
  test('says when it accepts messages, that it lives, when it reloads, and when it ends', async () => {
    const notified = inItsPlace(folder);
    const { told } = notified;
    const running = await start(notified);
    await until(told, 'READY=1');
    await until(told, 'WATCHDOG=1', 2);
    expect(told()[0]).toBe('READY=1');
    process.kill(running.pid ?? 0, 'SIGHUP');
    await until(told, 'READY=1', 2);
    const withoutSigns = (): readonly string[] => told().filter((one) => one !== 'WATCHDOG=1');
    expect(withoutSigns()).toEqual(['READY=1', 'RELOADING=1', 'READY=1']);
    expect(await running.stop()).toBe(0);
    expect(withoutSigns().at(-1)).toBe('STOPPING=1');
  });

  test('gives no sign of life while its database hangs, so that systemd starts it again', async () => {
    const notified = inItsPlace(folder);
    const hung = join(folder, 'hung');
    const running = await start(notified, { HUNG_DATABASE: hung });
    await until(notified.told, 'WATCHDOG=1', 2);
    writeFileSync(hung, '');
    await untilSilent(notified.told);
    // The event loop still answers: who asks only whether the process lives would wait for ever.
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
    await running.stop('SIGKILL');
    rmSync(hung);
    await start(notified);
    await until(notified.told, 'READY=1', 2);
  });

  test('tells nobody where no systemd waits to be told', async () => {
    const notified = inItsPlace(folder);
    const running = await start(notified, { NOTIFY_SOCKET: '' });
    expect(await running.stop()).toBe(0);
    expect(notified.told()).toEqual([]);
  });

  test('is heard on the datagram socket of systemd through the real systemd-notify', async ({ skip }) => {
    const why = whyNotHeard();
    if (why !== undefined) {
      process.stderr.write(`not tested: what arrives on a socket of systemd, since ${why}\n`);
      skip(why);
    }
    const notified = await heardBySocket(folder);
    const running = await start(notified);
    await until(notified.told, 'WATCHDOG=1', 2);
    expect(await running.stop()).toBe(0);
    await until(notified.told, 'STOPPING=1');
    expect(notified.told()[0]).toBe('READY=1');
  });
});
