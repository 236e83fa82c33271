import { setTimeout as wait } from 'node:timers/promises';
import { BenchGateway } from './bench-gateway.ts';
import { type BenchSize, batchBody, type Figures } from './bench-load.ts';
import { SinkProcess } from './sink-process.ts';

const CRITICAL = 5000;
const NORMAL = 50_000;
const CONTRACT = 500;
const LIMIT = 50;

/**
 * Runs `config/scenarios/throttled-to-a-tenth.yaml` in real time: two carriers take only a tenth of their contracts,
 * which the gateway doesn't know. The optimum is what both limits carry.
 */
export const throttled = async (_size: BenchSize): Promise<Figures> => {
  await using open = new AsyncDisposableStack();
  const sink = async (submitLatencyMs: number): Promise<SinkProcess> => {
    const one = await SinkProcess.start({ port: 0, keepMessages: false, submitLatencyMs });
    open.defer(() => one.stop());
    await one.ask('misbehave', { throttleAbove: LIMIT });
    return one;
  };
  const sinks = [await sink(50), await sink(80)];
  const gateway = await BenchGateway.start(
    sinks
      .map(
        ({ port }, index) =>
          `  - { id: sink-${index}, type: smpp, host: 127.0.0.1, port: ${port}, systemId: bench, rate: ${CONTRACT} }`,
      )
      .join('\n'),
  );
  open.defer(() => gateway.stop());
  await gateway.postBatch(batchBody(NORMAL));
  const began = performance.now();
  await gateway.postBatch(batchBody(CRITICAL, 'critical'));
  while (await criticalWait(gateway)) await wait(200);
  const seconds = (performance.now() - began) / 1000;
  const optimum = CRITICAL / (LIMIT * sinks.length);
  return { seconds, optimum, ratio: seconds / optimum };
};

const criticalWait = async (gateway: BenchGateway): Promise<boolean> =>
  (await gateway.count('queued', '&priority=critical')) +
    (await gateway.count('sending', '&priority=critical')) >
  0;
