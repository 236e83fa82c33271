import { setTimeout as wait } from 'node:timers/promises';
import { BenchGateway, type BenchSetting } from './bench-gateway.ts';
import { type BenchSize, batchBody, CONNECTIONS, type Figures, httpLoad, TEXT } from './bench-load.ts';
import { SinkProcess } from './sink-process.ts';

/** Posts one message a request on 64 connections; accepted means synced to disk. */
export const single = async ({ seconds }: BenchSize): Promise<Figures> => {
  const gateway = await BenchGateway.start('');
  try {
    const body = JSON.stringify({ to: '+33639980001', text: TEXT });
    const port = Number(new URL(gateway.url).port);
    const load = await httpLoad({
      port,
      request:
        `POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${gateway.token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      accepted: 202,
      connections: CONNECTIONS,
      seconds,
    });
    return { ...load, residentMb: gateway.footprint().peak };
  } finally {
    await gateway.stop();
  }
};

/** Posts all messages in one request; accepted means synced to disk. */
export const batch = async ({ messages }: BenchSize): Promise<Figures> => {
  const gateway = await BenchGateway.start('');
  try {
    const body = batchBody(messages);
    const started = performance.now();
    const accepted = await gateway.postBatch(body);
    const seconds = (performance.now() - started) / 1000;
    return { acceptedPerSecond: accepted / seconds, residentMb: gateway.footprint().peak };
  } finally {
    await gateway.stop();
  }
};

/** Times a batch: from its request to the last acknowledged receipt, which is on disk then. */
export const delivery = async (
  { messages, window }: BenchSize,
  setting: BenchSetting = {},
  carriers = 1,
): Promise<Figures> => {
  const sink = await SinkProcess.start({ port: 0, keepMessages: false });
  const routes = Array.from(
    { length: carriers },
    (_, index) =>
      `  - { id: sink-${index}, type: smpp, host: 127.0.0.1, port: ${sink.port}, systemId: bench-${index}, window: ${window} }`,
  );
  const gateway = await BenchGateway.start(routes.join('\n'), setting);
  try {
    const body = batchBody(messages);
    const before = gateway.footprint().cpuSeconds;
    const started = performance.now();
    const accepted = await gateway.postBatch(body);
    while (((await sink.stats())['receiptsAcked'] ?? 0) < accepted) await wait(20);
    const seconds = (performance.now() - started) / 1000;
    const { peak, cpuSeconds } = gateway.footprint();
    return { deliveredPerSecond: accepted / seconds, cpuSeconds: cpuSeconds - before, residentMb: peak };
  } finally {
    await gateway.stop();
    await sink.stop();
  }
};

/** The same over ten routes at once, which share the messages. One process plays all carriers. */
export const tenCarriers = (size: BenchSize): Promise<Figures> => delivery(size, {}, 10);
