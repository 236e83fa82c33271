import { setTimeout as wait } from 'node:timers/promises';
import { SimModem } from '../../../src/sim/modem/modem.ts';
import { BenchGateway } from './bench-gateway.ts';
import { type BenchSize, batchBody, type Figures, TEXT } from './bench-load.ts';
import { CRITICAL, criticalNumber, probeCritical } from './critical-probe.ts';
import { SinkProcess } from './sink-process.ts';

const CRITICAL_EVERY_MS = 15;
const GIVE_UP_MS = 30_000;
const BATCHES = 100;

/** Posts critical messages, and times each from the request to the submit_sm at the carrier. */
const probed = async (
  { window }: BenchSize,
  beside: (gateway: BenchGateway, sink: SinkProcess) => Promise<() => boolean | Promise<boolean>>,
): Promise<Figures> => {
  const sink = await SinkProcess.start({ port: 0, keepMessages: false, recordArrivals: CRITICAL });
  const gateway = await BenchGateway.start(
    `  - { id: sink, type: smpp, host: 127.0.0.1, port: ${sink.port}, systemId: bench, window: ${window} }`,
  );
  try {
    // The first message of a process is slower, since code is compiled for it.
    await gateway.post({ to: '+33639990000', text: TEXT });
    const isOver = await beside(gateway, sink);
    return await probeCritical(gateway, sink, { everyMs: CRITICAL_EVERY_MS, isOver });
  } finally {
    await gateway.stop();
    await sink.stop();
  }
};

/** Times critical messages while a batch drains. */
export const critical = (size: BenchSize): Promise<Figures> =>
  probed(size, async (gateway, sink) => {
    const accepted = await gateway.postBatch(batchBody(size.messages));
    return async () => ((await sink.stats())['accepted'] ?? 0) >= accepted * 0.98;
  });

/** Times critical messages until as many batches, sent at once, are accepted. */
export const criticalAmongBatches = (size: BenchSize): Promise<Figures> =>
  probed(size, async (gateway) => {
    let open = BATCHES;
    const body = batchBody(size.messages / BATCHES);
    for (let index = 0; index < BATCHES; index++) void gateway.postBatch(body).finally(() => open--);
    return () => open === 0;
  });

/** Times the failover: from the loss of the carrier to the first critical PDU that a modem takes. */
const untilModem = async (lose: (sink: SinkProcess) => Promise<void>): Promise<number> => {
  await using open = new AsyncDisposableStack();
  const sink = await SinkProcess.start({ port: 0, keepMessages: false });
  open.defer(() => sink.stop());
  const modem = await SimModem.start({ partMs: 100 });
  open.defer(() => modem.close());
  const gateway = await BenchGateway.start(
    `  - { id: sink, type: smpp, host: 127.0.0.1, port: ${sink.port}, systemId: bench }\n` +
      `  - { id: modem-1, type: modem, device: ${modem.path} }`,
  );
  open.defer(() => gateway.stop());
  await gateway.untilUp('modem-1', 'sink');
  await gateway.postBatch(batchBody(200));
  // The modem takes some of them, as long as it sends them sooner than the carrier would. It is idle again then.
  while ((await gateway.count('delivered')) < 200) await wait(20);
  const before = modem.stats.submits;
  await lose(sink);
  const lostAt = performance.now();
  for (let index = 0; modem.stats.submits === before; index++) {
    if (performance.now() - lostAt > GIVE_UP_MS) throw new Error('nothing reached the modem in 30 s');
    if (index % 10 === 0)
      await gateway.post({ to: `+${criticalNumber(index)}`, text: TEXT, priority: 'critical' });
    await wait(5);
  }
  return performance.now() - lostAt;
};

/** Two losses: a closed socket with a refused port; and a link that swallows every part, with a spillAfter of 5 s. */
export const cut = async (_size: BenchSize): Promise<Figures> => ({
  untilModemMs: await untilModem(async (sink) => void (await sink.ask('cut'))),
});

export const blackHole = async (_size: BenchSize): Promise<Figures> => ({
  untilModemMs: await untilModem(async (sink) => sink.freeze()),
});

const CONTRACT = 500;

/** Measures a contracted rate by the carrier's own clock: the used share, and the fullest second. */
export const contract = async ({ seconds }: BenchSize): Promise<Figures> => {
  const sink = await SinkProcess.start({ port: 0, keepMessages: false, recordArrivals: '' });
  const gateway = await BenchGateway.start(
    `  - { id: sink, type: smpp, host: 127.0.0.1, port: ${sink.port}, systemId: bench, rate: ${CONTRACT} }`,
  );
  try {
    const total = CONTRACT * seconds;
    await gateway.postBatch(batchBody(total));
    const arrivals: number[] = [];
    while (arrivals.length < total) {
      await wait(100);
      for (const { at } of await sink.arrivals()) arrivals.push(at);
    }
    let fullest = 0;
    for (let first = 0, last = 0; last < arrivals.length; last++) {
      while ((arrivals[last] ?? 0) - (arrivals[first] ?? 0) >= 1000) first++;
      fullest = Math.max(fullest, last - first + 1);
    }
    const took = ((arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0)) / 1000;
    return {
      usedPercent: (100 * (total - 1)) / took / CONTRACT,
      fullestSecond: fullest,
      contracted: CONTRACT,
    };
  } finally {
    await gateway.stop();
    await sink.stop();
  }
};
