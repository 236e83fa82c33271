import { BenchGateway } from './bench-gateway.ts';
import type { BenchSize, Figures } from './bench-load.ts';
import { SinkProcess } from './sink-process.ts';

/** The numbers are longer than any number in France, so that nobody has them. */
const fileOf = (people: number): string => {
  const rows = Array.from(
    { length: people },
    (_, n) =>
      `+3363998${String(n).padStart(7, '0')},Person ${n},fr,48.65,-2.01,35400,Building ${n % 50},${n % 12}`,
  );
  return `number,name,language,lat,lon,postal code,building,floor\n${rows.join('\n')}\n`;
};

/** Times the import of people, from the first octet to the last row on disk, and critical messages meanwhile. */
export const imports = async ({ messages: people }: BenchSize): Promise<Figures> => {
  await using open = new AsyncDisposableStack();
  const sink = await SinkProcess.start({ port: 0, keepMessages: false });
  open.defer(() => sink.stop());
  const gateway = await BenchGateway.start(
    `  - { id: sink, type: smpp, host: 127.0.0.1, port: ${sink.port}, systemId: bench }`,
  );
  open.defer(() => gateway.stop());
  const headers = { authorization: `Bearer ${gateway.token}` };
  const began = performance.now();
  const uploaded = await fetch(`${gateway.url}/v1/imports`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/csv' },
    body: fileOf(people),
  });
  const { id } = (await uploaded.json()) as { id: number };
  let sent = 0;
  let longestMs = 0;
  while (await isRunning(gateway, id)) {
    const at = performance.now();
    const accepted = await fetch(`${gateway.url}/v1/messages`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ to: '+33639980001', text: 'Alerte', priority: 'critical' }),
    });
    const message = (await accepted.json()) as { id: string };
    while ((await stateOf(gateway, `/v1/messages/${message.id}`)) !== 'delivered');
    longestMs = Math.max(longestMs, performance.now() - at);
    sent += 1;
  }
  const seconds = (performance.now() - began) / 1000;
  return { seconds, sent, longestMs, residentMb: gateway.footprint().peak };
};

const stateOf = async (gateway: BenchGateway, path: string): Promise<string> => {
  const response = await gateway.get(path);
  return ((await response.json()) as { state: string }).state;
};

const isRunning = async (gateway: BenchGateway, id: number): Promise<boolean> => {
  const state = await stateOf(gateway, `/v1/imports/${id}`);
  if (state === 'failed') throw new Error('the import failed');
  return state !== 'done';
};
