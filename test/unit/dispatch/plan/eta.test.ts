import { describe, expect, test } from 'vitest';
import { Backlog } from '../../../../src/dispatch/plan/backlog.ts';
import { etaOf } from '../../../../src/dispatch/plan/eta.ts';
import type { Outlook } from '../../../../src/dispatch/plan/outlook.ts';
import type { Lane } from '../../../../src/dispatch/plan/plan.ts';
import type { ClassCount } from '../../../../src/domain/messages/queue.ts';
import { Supply } from '../../../../src/domain/routes/supply.ts';

const NOW = 1_000_000;
const spillAfterMs = { critical: 5000, high: 5000, normal: 5000, low: null };
const lanes: Readonly<Record<number, Lane>> = {
  1: { tiers: [['a', 'b'], ['m']], spillAfterMs },
  2: { tiers: [['a']], spillAfterMs },
};
const route = (
  id: string,
  { ratePerSecond = 100, ...own }: Partial<Outlook> & { readonly ratePerSecond?: number } = {},
): Outlook => ({
  id,
  state: 'up',
  delayMs: 50,
  isSlow: false,
  inHand: 0,
  supply: new Supply(ratePerSecond, undefined, NOW),
  ...own,
});
const eta = (id: string, counts: readonly ClassCount[], ...routes: readonly Outlook[]) =>
  etaOf(
    id,
    new Backlog(counts).all(),
    (lane) => lanes[lane],
    new Map(routes.map((one) => [one.id, one])),
    NOW,
  );

describe('the expected time of a message that is queued now', () => {
  test('is the latency of the route if no message waits', () => {
    expect(eta('a', [], route('a'))).toEqual({ critical: 50, high: 50, normal: 50, low: 50 });
  });

  test('counts messages of its priority and more urgent ones, at the rate of the whole tier', () => {
    const counts: ClassCount[] = [
      { lane: 1, priority: 'critical', messages: 200 },
      { lane: 1, priority: 'normal', messages: 1000 },
      { lane: 2, priority: 'high', messages: 100 },
    ];
    const all = [route('a'), route('b'), route('m', { ratePerSecond: 0.2, delayMs: 0, isSlow: true })];
    expect(eta('a', counts, ...all)).toEqual({ critical: 1050, high: 2050, normal: 7050, low: 7050 });
    expect(eta('b', counts, ...all)).toEqual({ critical: 1050, high: 1050, normal: 6050, low: 6050 });
    expect(eta('m', counts, ...all).low).toBe(5000);
  });

  test('is that of the modems if only modems are usable', () => {
    const down = { state: 'down' } as const;
    const modem = route('m', { ratePerSecond: 0.2, delayMs: 0, isSlow: true });
    const counts: ClassCount[] = [{ lane: 1, priority: 'critical', messages: 10 }];
    expect(eta('m', counts, route('a', down), route('b', down), modem).critical).toBe(55_000);
  });

  test('is unknown for a route that is down, is disabled, or carries nothing', () => {
    const never = { critical: undefined, high: undefined, normal: undefined, low: undefined };
    expect(eta('a', [], route('a', { state: 'down' }))).toEqual(never);
    expect(eta('a', [], route('a', { state: 'disabled' }))).toEqual(never);
    expect(eta('a', [], route('a', { ratePerSecond: 0 }))).toEqual(never);
    expect(eta('a', [])).toEqual(never);
  });

  test('does not count scheduled messages that are not due', () => {
    const backlog = new Backlog([]);
    backlog.add(1, 'critical', 1000, NOW + 60_000);
    const routes = new Map([['a', route('a')]]);
    expect(etaOf('a', backlog.all(), (lane) => lanes[lane], routes, NOW).critical).toBe(50);
  });
});
