import { expect, onTestFinished, test } from 'vitest';
import { crowding } from '../../support/crowding.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import { SlowLorises } from '../../support/http/slow-loris.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

const CLIENTS = 1000;
/** File descriptors of the process, of which 132 are kept for carriers, the disk and the rest. */
const OPEN_FILES = 256;

test('with 256 file descriptors, a thousand slow-loris clients delay no critical message and no reconnect to a carrier, and leave nothing behind', async () => {
  const smsc = await startCarrier();
  const file = await GatewayFile.make(
    `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, reconnect: { min: 20ms, max: 200ms } }`,
  );
  onTestFinished(() => file.remove());
  const log: string[] = [];
  const api = await file.start({ openFiles: OPEN_FILES, heard: (line) => void log.push(line) });
  await api.untilRoute('carrier-a', 'up');
  expect(log.some((line) => line.includes(`the limit of open files is ${OPEN_FILES}`))).toBe(true);
  const metric = async (name: string): Promise<number> => {
    const text = await (await api.request('GET', '/metrics')).text();
    return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? 0);
  };

  const lorises = new SlowLorises(Number(new URL(file.url).port), CLIENTS);
  onTestFinished(() => lorises.end());
  await api.until(
    async () => lorises.connected,
    (connected) => connected >= CLIENTS,
  );

  const took: number[] = [];
  for (let n = 0; n < 50; n++) {
    if (n % 10 === 5) {
      smsc.drop();
      await smsc.until(({ bound }) => bound === 0);
      await smsc.until(({ bound }) => bound === 1);
      await api.untilRoute('carrier-a', 'up');
    }
    const before = performance.now();
    await api.send({ to: `+3363998${String(1000 + n)}`, text: 'Montez', priority: 'critical' });
    took.push(performance.now() - before);
  }
  took.sort((a, b) => a - b);
  // The median of 50: single messages may be slow on a machine that is busy with other tests.
  expect(took[25]).toBeLessThan(100 * crowding());
  await api.until(
    () => api.messages(),
    (messages) => messages.length === 50 && messages.every(({ state }) => state === 'delivered'),
  );
  expect(await metric('tocsin_http_connections')).toBeLessThanOrEqual(OPEN_FILES - 132);
  expect(await metric('tocsin_http_connections_closed_total\\{reason="too-many"\\}')).toBeGreaterThan(500);
  await api.until(
    async () => log.find((line) => line.includes('HTTP connections were closed: too many, or too slow')),
    (line) => line !== undefined,
  );

  lorises.end();
  await api.until(
    () => metric('tocsin_http_connections'),
    (open) => open < 10,
  );
  expect(await file.stop()).toBe(0);
});
