import { describe, expect, test } from 'vitest';
import type { Lane } from '../../../../src/dispatch/plan/plan.ts';
import { enoughWithout, expectedMs, type RouteSnapshot } from '../../../../src/dispatch/plan/planner.ts';
import type { RouteState } from '../../../../src/domain/routes/route.ts';
import { routesFor } from '../../../support/dispatch/routes-for.ts';

const route = (id: string, own: Partial<RouteSnapshot> = {}): RouteSnapshot => ({
  id,
  state: 'up',
  room: 100,
  ratePerSecond: 100,
  latencyMs: 100,
  weight: 1,
  ...own,
});
const known = (...routes: readonly RouteSnapshot[]) => new Map(routes.map((one) => [one.id, one]));
const lane = (tiers: readonly (readonly string[])[], spillAfterMs: number | null = 5000): Lane => ({
  tiers,
  spillAfterMs: { critical: spillAfterMs, high: spillAfterMs, normal: spillAfterMs, low: spillAfterMs },
});

describe('the routes for the next message', () => {
  const two = lane([['a'], ['m']]);

  test('are those of the first tier alone while that tier sends the message within spillAfter', () => {
    expect(routesFor(two, 'critical', 0, known(route('a'), route('m')))).toEqual(['a']);
    expect(routesFor(two, 'critical', 490, known(route('a'), route('m')))).toEqual(['a']);
  });

  test('include the second tier if the first tier would take longer than spillAfter', () => {
    expect(routesFor(two, 'critical', 491, known(route('a'), route('m')))).toEqual(['a', 'm']);
  });

  test.each<[string, Partial<RouteSnapshot>]>([
    ['carries only 1 part/s, as a carrier that throttles', { ratePerSecond: 1 }],
    ['has a latency of 6 s', { latencyMs: 6000 }],
    ['carries nothing', { ratePerSecond: 0 }],
  ])('include the second tier if the first %s', (_, own) => {
    expect(routesFor(two, 'critical', 10, known(route('a', own), route('m')))).toEqual(['a', 'm']);
  });

  test.each<[RouteState, readonly string[]]>([
    ['up', ['a']],
    ['degraded', ['a']],
    ['down', ['m']],
    ['disabled', ['m']],
  ])('are, if the first tier is %s: %j', (state, routes) => {
    expect(routesFor(two, 'critical', 10, known(route('a', { state }), route('m')))).toEqual(routes);
  });

  test('are none if no route is usable', () => {
    const down = known(route('a', { state: 'down' }), route('m', { state: 'disabled' }));
    expect(routesFor(two, 'critical', 10, down)).toEqual([]);
    expect(routesFor(lane([]), 'critical', 10, down)).toEqual([]);
  });

  test('leave out a route that is not running', () => {
    expect(routesFor(two, 'critical', 10, known(route('m')))).toEqual(['m']);
  });

  test('begin with the quickest route of a tier', () => {
    const one = lane([['a', 'b', 'c']]);
    const routes = known(
      route('a', { latencyMs: 300 }),
      route('b', { latencyMs: 100 }),
      route('c', { latencyMs: 200 }),
    );
    expect(routesFor(one, 'critical', 0, routes)).toEqual(['b', 'c', 'a']);
  });

  test('never have a later tier before an earlier tier, however quick the later one is', () => {
    const routes = known(route('a', { latencyMs: 9000 }), route('m', { latencyMs: 1 }));
    expect(routesFor(two, 'critical', 0, routes)).toEqual(['a', 'm']);
  });

  test('are chosen by the sum of the rates of a tier', () => {
    const shared = lane([['a', 'b'], ['m']]);
    const routes = known(route('a'), route('b'), route('m'));
    expect(routesFor(shared, 'critical', 900, routes)).toEqual(['a', 'b']);
    expect(routesFor(shared, 'critical', 1000, routes)).toEqual(['a', 'b', 'm']);
  });

  test('include the third tier only if the first two together are not enough', () => {
    const three = lane([['a'], ['b'], ['m']]);
    const routes = known(route('a'), route('b'), route('m'));
    expect(routesFor(three, 'critical', 900, routes)).toEqual(['a', 'b']);
    expect(routesFor(three, 'critical', 1000, routes)).toEqual(['a', 'b', 'm']);
  });

  test('include the second tier after a time that depends on the priority', () => {
    const byPriority: Lane = {
      tiers: [['a'], ['m']],
      spillAfterMs: { critical: 1000, high: 5000, normal: 10_000, low: null },
    };
    const slow = known(route('a', { latencyMs: 6000 }), route('m'));
    expect(routesFor(byPriority, 'critical', 0, slow)).toEqual(['a', 'm']);
    expect(routesFor(byPriority, 'high', 0, slow)).toEqual(['a', 'm']);
    expect(routesFor(byPriority, 'normal', 0, slow)).toEqual(['a']);
    expect(routesFor(byPriority, 'low', 0, slow)).toEqual(['a']);
  });

  test('never include the second tier for a message without spillAfter, even while the first tier is down', () => {
    const never = lane([['a'], ['m']], null);
    expect(routesFor(never, 'low', 100_000, known(route('a', { ratePerSecond: 1 }), route('m')))).toEqual([
      'a',
    ]);
    expect(routesFor(never, 'low', 0, known(route('a', { state: 'down' }), route('m')))).toEqual([]);
  });
});

describe('the expected time of a message', () => {
  test('is the latency of the quickest route plus the waiting messages at the sum of the rates', () => {
    const routes = [route('a', { latencyMs: 300 }), route('b', { latencyMs: 50, ratePerSecond: 300 })];
    expect(expectedMs(routes, 800)).toBe(2050);
  });

  test('is infinite without a route, or with a route that carries nothing', () => {
    expect(expectedMs([], 0)).toBe(Number.POSITIVE_INFINITY);
    expect(expectedMs([route('a', { ratePerSecond: 0 })], 0)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a route that needs a minute for a part', () => {
  const slow = { ratePerSecond: 1 / 60, latencyMs: 60_000 };
  const snapshots = known(route('a', { ratePerSecond: 1 }), route('b', slow));
  const one = lane([['a', 'b']]);
  const without = (id: string, waiting: number, plan = one) =>
    enoughWithout(snapshots.get(id) ?? route(id), plan, waiting, snapshots);

  test('is not needed if the others of its tier send all that waits sooner', () => {
    expect(without('b', 30)).toEqual(['a']);
    expect(without('b', 70)).toEqual([]);
    expect(without('a', 0)).toEqual([]);
  });

  test('is needed in a tier of its own: it is tried again when it is quick', () => {
    expect(without('b', 0, lane([['b'], ['a']]))).toEqual([]);
  });
});
