import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../../src/kernel/system-clock.ts';
import { openExport } from '../../../../src/ops/traces/otlp-export.ts';
import { crowding } from '../../../support/crowding.ts';
import { OtlpReceiver } from '../../../support/traces/otlp-receiver.ts';

const T0 = Date.UTC(2026, 10, 26);

const open = (endpoint: string) => {
  const counts = { exported: 0, full: 0, refused: 0 };
  const out = openExport({
    endpoint,
    headers: {},
    service: 'tocsin',
    instance: 'here',
    version: '0',
    exported: (spans) => {
      counts.exported += spans;
    },
    dropped: (why, spans) => {
      counts[why] += spans;
    },
    clock: systemClock,
  });
  const emit = (times: number): void => {
    for (let count = 0; count < times; count++) {
      const ids = { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
      out.emit({
        name: 'x',
        kind: 'internal',
        ids,
        startedAt: T0,
        endedAt: T0 + 1500,
        attributes: { n: count },
      });
    }
  };
  return { out, counts, emit };
};

test('spans that a hanging collector does not take are dropped from the 8193rd on, each is counted, and the stop waits two seconds', async () => {
  const collector = await OtlpReceiver.start();
  onTestFinished(() => collector.stop());
  collector.hangs = true;
  const { out, counts, emit } = open(collector.endpoint);
  emit(9000);
  expect(counts).toEqual({ exported: 0, full: 808, refused: 0 });
  const before = performance.now();
  await out.stop();
  expect(performance.now() - before).toBeLessThan(3000 * crowding());
});

test('all spans that wait reach the collector when the export is stopped', async () => {
  const collector = await OtlpReceiver.start();
  onTestFinished(() => collector.stop());
  const { out, counts, emit } = open(`${collector.endpoint}/`);
  emit(1000);
  await out.stop();
  expect(counts).toEqual({ exported: 1000, full: 0, refused: 0 });
  expect(collector.spans).toHaveLength(1000);
  expect(collector.spans[0]).toMatchObject({
    name: 'x',
    startMs: T0,
    endMs: T0 + 1500,
    attributes: { n: 0 },
  });
  expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(1000);
});

test('the trace of a caller is read only if it is well-formed and has ids', () => {
  const { out } = open('http://127.0.0.1:1');
  const ids = '0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331';
  expect(out.callerIn(`00-${ids}-01`)).toMatchObject({ spanId: 'b7ad6b7169203331', sampled: true });
  expect(out.callerIn(`00-${ids}-00`)).toMatchObject({ sampled: false });
  expect(out.callerIn(`00-${'0'.repeat(32)}-b7ad6b7169203331-01`)).toBeUndefined();
  expect(out.callerIn(`ff-${ids}-01`)).toBeUndefined();
  expect(out.callerIn('x'.repeat(55))).toBeUndefined();
});
