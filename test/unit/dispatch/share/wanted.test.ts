import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';

let a: FakeRoute;
let b: FakeRoute;
let rig: DispatchRig;
beforeEach(async () => {
  a = new FakeRoute('a');
  b = new FakeRoute('b');
  const plan = [{ tiers: [['a'], ['b']], spillAfter: '1h' }];
  rig = await DispatchRig.start([a, b, new FakeRoute('c')], { rates: { a: 100, b: 100 }, plan });
  rig.dispatcher.shareTo('a', { parts: 0, until: Number.POSITIVE_INFINITY, elsewhere: 100 });
});
afterEach(() => rig.stop());

describe('what a node asks of the contract of a route', () => {
  test('is nothing while nothing waits, and all parts that wait for its tier otherwise, also without a share', async () => {
    expect(rig.dispatcher.wanted().get('a')).toEqual({ demand: 0, isUsable: true });
    await rig.accept(...many(60));
    expect(rig.dispatcher.wanted().get('a')).toEqual({ demand: 60, isUsable: true });
    expect(rig.dispatcher.wanted().get('b')).toEqual({ demand: 0, isUsable: true });
  });

  test('is what waits for the tiers before it if none of them is usable on this node', async () => {
    a.state = 'down';
    rig.dispatcher.shareTo('b', { parts: 0, until: Number.POSITIVE_INFINITY, elsewhere: 100 });
    await rig.accept(...many(30));
    expect(rig.dispatcher.wanted().get('a')).toEqual({ demand: 0, isUsable: false });
    expect(rig.dispatcher.wanted().get('b')).toEqual({ demand: 30, isUsable: true });
  });

  test('is not what is due only later', async () => {
    await rig.accept({ dueAt: rig.clock.now() + 60_000 });
    expect(rig.dispatcher.wanted().get('a')?.demand).toBe(0);
  });

  test('is little more than what the route sends while its window is full', async () => {
    a.window = 10;
    a.latencyMs = 1000;
    rig.dispatcher.shareTo('a', { parts: 100, until: Number.POSITIVE_INFINITY, elsewhere: 0 });
    await rig.accept(...many(900));
    await rig.clock.advance(10_500);
    const { demand } = rig.dispatcher.wanted().get('a') ?? { demand: 0 };
    expect(demand).toBeGreaterThan(10);
    expect(demand).toBeLessThan(20);
  });

  test('is told of routes with a contract alone', () => {
    expect([...rig.dispatcher.wanted().keys()]).toEqual(['a', 'b']);
  });
});
