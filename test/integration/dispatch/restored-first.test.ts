import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startApp } from '../../../src/app.ts';
import { configSchema } from '../../../src/config/schema.ts';
import type { Log } from '../../../src/kernel/log.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { freePort } from '../../support/gateway/free-port.ts';
import { around } from '../../support/gateway/gateway.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

const answers = (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  return new Promise<boolean>((resolve) => {
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
  }).then((does) => {
    socket.destroy();
    return does;
  });
};

test('the API does not listen before the unfinished work of the last process is taken up', async () => {
  const disk = await StoreOnDisk.open();
  // A drill that was running when the last process ended: the gateway logs a warning when it takes it up.
  disk.fill(`
    INSERT INTO drill_runs (drill_id, name, started_at, within_ms, until, result)
    VALUES (1, 'Monday', 0, 60000, 'delivered', 'running')`);
  const port = await freePort();
  const config = configSchema.parse({
    http: { listen: `127.0.0.1:${port}` },
    store: { sqlite: disk.path },
    routes: [{ id: 'modem-1', type: 'modem', device: `${disk.path}.no-modem` }],
  });
  await disk.store.close();
  let answered: Promise<boolean> | undefined;
  const log: Log = {
    debug() {},
    info() {},
    warn: (_fields, message) => {
      if (message.includes('interrupted runs of drills')) answered = answers(port);
    },
    error() {},
  };
  const app = await startApp(config, systemClock, log, around);
  try {
    expect(await answered).toBe(false);
    expect(await answers(port)).toBe(true);
  } finally {
    await app.stop();
    await disk.remove();
  }
});
