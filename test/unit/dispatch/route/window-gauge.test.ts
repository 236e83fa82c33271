import { describe, expect, test } from 'vitest';
import { WindowGauge } from '../../../../src/dispatch/route/window-gauge.ts';

interface Link {
  /** Parts per second that the carrier works off; what comes faster waits in its queue. */
  readonly rate: number;
  readonly latencyMs: number;
  readonly window: number;
}

const T0 = Date.UTC(2026, 0, 1);

/** A carrier that queues parts, always as many as the gauge allows. Returns what it accepted and how long each took. */
const drive = (gauge: WindowGauge | undefined, link: Link, seconds: number) => {
  const answers: { readonly at: number; readonly sentAt: number }[] = [];
  const latencies: number[] = [];
  let freeAt = 0;
  for (let ms = 0; ms < seconds * 1000; ms++) {
    while ((answers[0]?.at ?? Number.POSITIVE_INFINITY) <= ms) {
      const answer = answers.shift();
      if (answer === undefined) break;
      latencies.push(ms - answer.sentAt);
      gauge?.answered(ms - answer.sentAt, answers.length + 1, T0 + ms);
    }
    while (answers.length < Math.min(link.window, gauge?.limit ?? Number.POSITIVE_INFINITY)) {
      freeAt = Math.max(freeAt, ms) + 1000 / link.rate;
      answers.push({ at: Math.ceil(freeAt + link.latencyMs), sentAt: ms });
    }
  }
  const last = latencies.slice(-Math.ceil(latencies.length / 4));
  return { accepted: latencies.length, waitMs: Math.max(...last) - link.latencyMs };
};

describe('the window that a route uses of its carrier', () => {
  test.each([
    { rate: 20, latencyMs: 10, window: 100 },
    { rate: 20, latencyMs: 200, window: 100 },
    { rate: 200, latencyMs: 10, window: 100 },
    { rate: 200, latencyMs: 200, window: 500 },
    { rate: 2000, latencyMs: 200, window: 1000 },
  ])('is the smallest that keeps a carrier with a queue busy: $rate/s at $latencyMs ms', (link) => {
    const gauge = new WindowGauge(false);
    const gauged = drive(gauge, link, 60);
    const whole = drive(undefined, link, 60);
    expect(gauged.accepted).toBeGreaterThanOrEqual(link.rate * 60 * 0.98);
    expect(whole.waitMs).toBeGreaterThan(200);
    // Each measurement is a round old, so the queue varies around the target of 100 ms.
    expect(gauged.waitMs).toBeLessThan(300);
    expect(gauge.limit).toBeLessThan(link.window);
  });

  test('is ten parts at first, and at most six after one second with a carrier of 5 parts/s', () => {
    const gauge = new WindowGauge(false);
    expect(gauge.limit).toBe(10);
    drive(gauge, { rate: 5, latencyMs: 1, window: 100 }, 1);
    expect(gauge.limit).toBeLessThanOrEqual(6);
  });

  test('has no bound if the rate of the carrier is known, until the latency shows a queue', () => {
    const gauge = new WindowGauge(true);
    expect(gauge.limit).toBe(Number.POSITIVE_INFINITY);
    drive(gauge, { rate: 20, latencyMs: 10, window: 100 }, 30);
    expect(gauge.limit).toBeLessThan(100);
  });

  test('has no bound after 2 s at a latency of 200 ms if the carrier has no queue', () => {
    const gauge = new WindowGauge(false);
    drive(gauge, { rate: 10_000, latencyMs: 200, window: 1000 }, 2);
    expect(gauge.limit).toBe(Number.POSITIVE_INFINITY);
  });

  test('has no bound while the latency shows no queue, also at a latency of 200 ms', () => {
    const gauge = new WindowGauge(false);
    const link = { rate: 10_000, latencyMs: 200, window: 1000 };
    expect(drive(gauge, link, 20).accepted).toBeGreaterThan(1000 * 5 * (20 - 2) * 0.98);
    expect(gauge.limit).toBe(Number.POSITIVE_INFINITY);
  });

  test('is not narrowed by single late answers', () => {
    const gauge = new WindowGauge(false);
    for (let i = 0; i < 10_000; i++) gauge.answered(i % 3 === 0 ? 900 : 20, 50, T0 + i * 1000);
    expect(gauge.limit).toBeGreaterThanOrEqual(100);
  });

  test('widens when the carrier becomes faster', () => {
    const gauge = new WindowGauge(false);
    drive(gauge, { rate: 20, latencyMs: 10, window: 100 }, 30);
    const narrow = gauge.limit;
    drive(gauge, { rate: 10_000, latencyMs: 10, window: 100 }, 30);
    expect(gauge.limit).toBeGreaterThan(narrow * 5);
  });

  test.each([0.5, 1, 2])(
    'stays at two parts for three hours with a carrier of %d parts/s, since one part at a time measures the latency without a queue',
    (rate) => {
      const gauge = new WindowGauge(false);
      const { accepted } = drive(gauge, { rate, latencyMs: 10, window: 100 }, 3 * 3600);
      expect(gauge.limit).toBe(2);
      expect(accepted).toBeGreaterThanOrEqual(rate * 3 * 3600 * 0.98);
    },
  );

  test('keeps a carrier of 20 parts/s busy for three hours, with a queue of less than 400 ms', () => {
    const { accepted, waitMs } = drive(
      new WindowGauge(false),
      { rate: 20, latencyMs: 10, window: 100 },
      3 * 3600,
    );
    expect(accepted).toBeGreaterThanOrEqual(20 * 3 * 3600 * 0.98);
    expect(waitMs).toBeLessThan(400);
  });
});
