import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';

const FOREVER = Number.POSITIVE_INFINITY;

let a: FakeRoute;
let b: FakeRoute;
let rig: DispatchRig;
beforeEach(async () => {
  a = new FakeRoute('a');
  b = new FakeRoute('b');
  const plan = [{ tiers: [['a'], ['b']], spillAfter: '10s' }];
  rig = await DispatchRig.start([a, b], { rates: { a: 100, b: 100 }, plan });
});
afterEach(() => rig.stop());

const share = (parts: number, elsewhere = 100 - parts, until = FOREVER): void =>
  rig.dispatcher.shareTo('a', { parts, until, elsewhere });

describe('the share of a contract that a node has', () => {
  test('is what the node sends, and is shown beside the contract', async () => {
    share(30);
    await rig.accept(...many(400));
    await rig.clock.advance(5000);
    expect(a.submitted.length).toBeGreaterThan(140);
    expect(a.submitted.length).toBeLessThanOrEqual(152);
    expect(rig.dispatcher.get('a')).toMatchObject({ state: 'up', contractedRate: 100, share: 30 });
    expect(rig.dispatcher.get('b')?.share).toBeUndefined();
  });

  test('of 0 leaves the route up, and claims nothing: the messages are left to the other nodes', async () => {
    share(0);
    const [message] = await rig.accept(...many(100));
    await rig.clock.advance(5000);
    expect(a.submitted).toEqual([]);
    expect(b.submitted).toEqual([]);
    expect(message).toMatchObject({ state: 'queued', attempt: 0 });
    expect(rig.dispatcher.get('a')).toMatchObject({ state: 'up', contractedRate: 100, share: 0 });
  });

  test('of 0 lets the next tier send what the other nodes would not send in time either', async () => {
    share(0, 0);
    await rig.accept(...many(10));
    await rig.clock.advance(1000);
    expect(a.submitted).toEqual([]);
    expect(b.submitted).toHaveLength(10);
  });

  test('opens the next tier only if all nodes together are too slow for what waits', async () => {
    share(10);
    await rig.accept(...many(900));
    await rig.clock.advance(1000);
    expect(b.submitted).toEqual([]);
    share(10, 0);
    await rig.clock.advance(1000);
    expect(b.submitted.length).toBeGreaterThan(0);
  });

  test('that is lost gives back the parts that were ready', async () => {
    share(100);
    await rig.accept(...many(100));
    await rig.clock.advance(100);
    share(0);
    await rig.clock.advance(1000);
    const sent = a.submitted.length;
    expect(sent).toBeGreaterThan(0);
    expect(rig.store.count('queued')).toBe(100 - sent);
    share(100);
    await rig.clock.advance(3000);
    expect(a.submitted).toHaveLength(100);
  });

  test('that was not confirmed in time sends nothing, and is shown as 0, until it is confirmed', async () => {
    share(50, 50, rig.clock.elapsed() + 1000);
    await rig.accept(...many(300));
    await rig.clock.advance(3000);
    expect(a.submitted.length).toBeLessThanOrEqual(51);
    expect(rig.dispatcher.get('a')?.share).toBe(0);
    const before = a.submitted.length;
    share(50);
    await rig.clock.advance(1000);
    expect(a.submitted.length).toBeGreaterThan(before + 45);
  });

  test('and those of the other nodes together are what an alert is told that the route carries', async () => {
    share(30, 70);
    expect(rig.dispatcher.paces().find(({ id }) => id === 'a')?.ratePerSecond).toBeCloseTo(100, 0);
    share(0, 70);
    expect(rig.dispatcher.paces().find(({ id }) => id === 'a')?.ratePerSecond).toBeCloseTo(70, 0);
    share(0, 0);
    expect(rig.dispatcher.paces().find(({ id }) => id === 'a')?.ratePerSecond).toBe(0);
    expect(rig.dispatcher.get('a')?.etaMs.normal).toBeUndefined();
  });
});
