import { setTimeout as wait } from 'node:timers/promises';
import type { LimitFigures } from '../../../src/sim/smsc/carrier/named-limits.ts';
import { BenchGateway } from './bench-gateway.ts';
import { type BenchSize, batchBody, type Figures } from './bench-load.ts';
import { SinkProcess } from './sink-process.ts';

const LIMIT = 150;
const LATENCY_MS = 5;
const SETTLED_MS = 10_000;
const MEASURED_MS = 20_000;

const kinds: Readonly<Record<string, readonly LimitFigures[]>> = {
  sliding: [{ name: 'sliding', perSecond: LIMIT }],
  counting: [{ name: 'sliding', perSecond: LIMIT, countsRefused: true }],
  clock: [{ name: 'fixed', perSecond: LIMIT }],
  spacing: [{ name: 'spacing', perSecond: LIMIT }],
  bucket: [{ name: 'bucket', perSecond: LIMIT }],
  queue: [{ name: 'bucket', perSecond: LIMIT, depth: 50, refusal: 'queueFull' }],
  slow: [{ name: 'slow', perSecond: LIMIT }],
  pause: [{ name: 'sliding', perSecond: LIMIT, pauseMs: 1000, prolonged: true }],
  noise: [{ name: 'noise' }, { name: 'sliding', perSecond: LIMIT }],
};

/** Runs each limit of 150/s in real time, one after the other: used and refused in %, in the seconds 10 to 30. */
export const limits = async (_size: BenchSize): Promise<Figures> => {
  const figures: Record<string, number> = {};
  for (const [name, limit] of Object.entries(kinds)) {
    const { used, refused } = await oneLimit(limit);
    figures[`${name}Used`] = used * 100;
    figures[`${name}Refused`] = refused * 100;
  }
  return figures;
};

const oneLimit = async (limit: readonly LimitFigures[]) => {
  await using open = new AsyncDisposableStack();
  const sink = await SinkProcess.start({ port: 0, keepMessages: false, submitLatencyMs: LATENCY_MS });
  open.defer(() => sink.stop());
  await sink.ask('misbehave', { limits: limit });
  const gateway = await BenchGateway.start(
    `  - { id: sink, type: smpp, host: 127.0.0.1, port: ${sink.port}, systemId: bench }`,
  );
  open.defer(() => gateway.stop());
  await gateway.postBatch(batchBody((LIMIT * 2 * (SETTLED_MS + MEASURED_MS)) / 1000));
  await wait(SETTLED_MS);
  const before = await sink.stats();
  const began = performance.now();
  await wait(MEASURED_MS);
  const after = await sink.stats();
  const seconds = (performance.now() - began) / 1000;
  const gained = (key: string): number => (after[key] ?? 0) - (before[key] ?? 0);
  return {
    used: gained('accepted') / (LIMIT * seconds),
    refused: 1 - gained('accepted') / Math.max(1, gained('submits')),
  };
};
