import { describe, expect, test } from 'vitest';
import { ClaimsAhead } from '../../../../src/dispatch/claims/claims-ahead.ts';
import { RouteRunner } from '../../../../src/dispatch/route/route-runner.ts';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { type Answer, FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { SlowDisk } from '../../../support/dispatch/slow-disk.ts';
import { samplePart } from '../../../support/smpp/smpp-samples.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** A route of 100 places, 90 of them for messages that are not critical, that has accepted so many in half a second. */
const runnerThatTook = (
  inHalfASecond: number,
  answer: Answer = 'accepts',
  contract: number | 'none' = 100_000,
  clock = new VirtualClock(),
): RouteRunner => {
  const route = new FakeRoute('orange');
  route.window = 100;
  route.answers = () => answer;
  const runner = new RouteRunner(route, contract === 'none' ? undefined : contract, clock);
  for (let i = 0; i < inHalfASecond; i++) runner.meter.accepted(clock.elapsed(), 1);
  runner.send(samplePart(), () => {});
  runner.pump();
  return runner;
};

/** @param claimMs how long the store takes for a claim */
const aheadOf = (runner: RouteRunner, claimMs: number, criticalAt?: number, now = 0): number => {
  const ahead = new ClaimsAhead();
  for (let i = 0; i < 100; i++) ahead.claimed(claimMs);
  if (criticalAt !== undefined) ahead.hasCritical(criticalAt);
  return ahead.for(runner, now);
};

describe('parts are claimed ahead of the room of their route', () => {
  test('for the time of two claims: at 20,000 a second 80, if a claim takes 2 ms', () => {
    expect(aheadOf(runnerThatTook(10_000), 2.001)).toBe(80);
  });

  test('for 10 ms at most, and no more than the route takes at once, however slow the store is', () => {
    expect(aheadOf(runnerThatTook(1000), 500)).toBe(20);
    expect(aheadOf(runnerThatTook(10_000), 500)).toBe(90);
  });

  test('not for a route of less than 100 a second, nor for one that has taken nothing', () => {
    expect(aheadOf(runnerThatTook(49), 500)).toBe(0);
    expect(aheadOf(runnerThatTook(0), 500)).toBe(0);
  });

  test('not within 10 s after a critical message, since the next one would wait for larger commits', () => {
    expect(aheadOf(runnerThatTook(10_000), 4, 0, 0)).toBe(0);
    expect(aheadOf(runnerThatTook(10_000), 4, -9999, 0)).toBe(0);
    expect(aheadOf(runnerThatTook(10_000), 4, -10_000, 0)).toBe(90);
  });

  test('not for a route that is disabled, degraded or bound by a measured window, with parts under way', () => {
    for (const change of [
      (runner: RouteRunner) => {
        runner.shut = { state: 'disabled', reason: 'an operator has disabled it' };
      },
      (runner: RouteRunner) => {
        runner.alarm = 'its credit is low';
      },
    ]) {
      const runner = runnerThatTook(10_000, 'silent');
      expect(aheadOf(runner, 4)).toBe(90);
      change(runner);
      expect(aheadOf(runner, 4)).toBe(0);
    }
    expect(aheadOf(runnerThatTook(10_000, 'silent', 'none'), 4)).toBe(0);
  });

  test('not for a carrier that has left a part without an answer for more than a second', async () => {
    const clock = new VirtualClock();
    const runner = runnerThatTook(10_000, 'silent', 100_000, clock);
    await clock.advance(1000);
    expect(aheadOf(runner, 500, undefined, clock.elapsed())).toBeGreaterThan(0);
    await clock.advance(1);
    expect(aheadOf(runner, 500, undefined, clock.elapsed())).toBe(0);
  });
});

describe('while a claim is being synced to disk', () => {
  /** A quick route whose 90 places for messages that are not critical are taken, and as many that wait. */
  const begin = async () => {
    const store = new SlowDisk();
    const route = new FakeRoute('a');
    route.window = 100;
    route.answers = () => 'silent';
    const rig = await DispatchRig.start([route], { store, rates: { a: 100_000 } });
    await rig.accept(...many(600, { priority: 'high' }), ...many(300, { priority: 'low' }));
    for (let claim = 1; claim <= 2; claim++) {
      await rig.clock.advance(0);
      await store.sync();
    }
    await rig.clock.advance(100);
    expect(route.submitted).toHaveLength(90);
    const before = store.claims.length;
    return {
      rig,
      store,
      /** The claims since then. */
      claims: () => store.claims.slice(before).map(({ priority, maxParts }) => `${priority} ${maxParts}`),
      answer: async (parts: number): Promise<void> => {
        route.answerSilent('accepts', parts);
        rig.dispatcher.changed();
        await rig.clock.advance(0);
      },
    };
  };

  test('the next one waits until it is for half of what the route takes, and nothing less urgent gets the room', async () => {
    const { rig, store, claims, answer } = await begin();
    // These answers find no claim under way, and their places are claimed at once.
    await answer(30);
    await answer(43);
    expect(claims()).toEqual(['high 30']);
    await answer(1);
    expect(claims()).toEqual(['high 30', 'high 44']);
    await store.sync();
    await store.sync();
    await rig.stop();
  });

  test('a smaller one follows as soon as that claim is back', async () => {
    const { rig, store, claims, answer } = await begin();
    await answer(30);
    await answer(10);
    await store.sync();
    await rig.clock.advance(0);
    expect(claims()).toEqual(['high 30', 'high 10']);
    await store.sync();
    await rig.stop();
  });

  test('nothing less urgent gets the room, also while the first claim of a class is under way', async () => {
    const store = new SlowDisk();
    const route = new FakeRoute('a');
    route.window = 100;
    route.answers = () => 'silent';
    const rig = await DispatchRig.start([route], { store, rates: { a: 100_000 } });
    await rig.accept(...many(60, { priority: 'low' }));
    for (let claim = 1; claim <= 2; claim++) {
      await rig.clock.advance(100);
      await store.sync();
    }
    await rig.clock.advance(100);
    expect(route.submitted).toHaveLength(60);
    const before = store.claims.length;
    await rig.accept(...many(300, { priority: 'low' }), ...many(300, { priority: 'high' }));
    await rig.clock.advance(0);
    route.answerSilent('accepts', 10);
    rig.dispatcher.changed();
    await rig.clock.advance(0);
    const claims = store.claims.slice(before).map(({ priority, maxParts }) => `${priority} ${maxParts}`);
    expect(claims).toEqual(['high 30']);
    const stopped = rig.stop();
    await store.sync();
    await stopped;
  });

  test('two halves of an odd number of places are claimed', async () => {
    const store = new SlowDisk();
    const route = new FakeRoute('a');
    route.window = 50;
    const rig = await DispatchRig.start([route], { store, rates: { a: 100_000 } });
    await rig.accept(...many(45));
    await rig.clock.advance(0);
    rig.dispatcher.changed();
    await rig.clock.advance(0);
    expect(store.claims.map(({ maxParts }) => maxParts)).toEqual([23, 22]);
    await store.sync();
    await rig.stop();
  });

  test('two are under way, for 200 parts each however many the route takes', async () => {
    const store = new SlowDisk();
    const route = new FakeRoute('a');
    route.window = 1000;
    const rig = await DispatchRig.start([route], { store, rates: { a: 100_000 } });
    await rig.accept(...many(400));
    await rig.clock.advance(0);
    rig.dispatcher.changed();
    await rig.clock.advance(0);
    expect(store.claims.map(({ maxParts }) => maxParts)).toEqual([200, 200]);
    await store.sync();
    await rig.stop();
  });

  test('a smaller one is made at once for messages that the claim does not bring', async () => {
    const store = new SlowDisk();
    const route = new FakeRoute('a');
    route.window = 100;
    route.answers = () => 'silent';
    const rig = await DispatchRig.start([route], { store, rates: { a: 100_000 } });
    await rig.accept(...many(20));
    await rig.clock.advance(0);
    await store.sync();
    await rig.clock.advance(100);
    expect(route.submitted).toHaveLength(20);
    await rig.accept(...many(40));
    await rig.clock.advance(0);
    await rig.accept(...many(10));
    await rig.clock.advance(0);
    expect(store.claims.slice(1).map(({ maxParts }) => maxParts)).toEqual([45, 25]);
    await store.sync();
    await rig.clock.advance(100);
    expect(route.submitted).toHaveLength(70);
    await rig.stop();
  });
});

test('a quick carrier gets claims of half its window and of what it takes meanwhile, until a critical message comes', async () => {
  const store = new SlowDisk();
  const route = new FakeRoute('a');
  route.window = 100;
  const rig = await DispatchRig.start([route], { store, rates: { a: 100_000 } });
  await rig.accept(...many(20_000));
  const claimFor = async (times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      await rig.clock.advance(5);
      await store.sync();
    }
  };
  await claimFor(60);
  const largest = (): number => Math.max(...store.claims.slice(-10).map(({ maxParts }) => maxParts));
  expect(largest()).toBe(90);
  await rig.accept({ priority: 'critical' });
  await claimFor(30);
  expect(largest()).toBeLessThanOrEqual(50);
  const stopped = rig.stop();
  await store.sync();
  await store.sync();
  await stopped;
});

test('critical messages are not claimed ahead, not even the first after a calm time', async () => {
  const store = new SlowDisk();
  const route = new FakeRoute('a');
  route.window = 100;
  const rig = await DispatchRig.start([route], { store, rates: { a: 100_000 } });
  await rig.accept(...many(20_000));
  const claim = async (): Promise<void> => {
    await rig.clock.advance(5);
    await store.sync();
  };
  for (let i = 0; i < 60; i++) await claim();
  route.answers = () => 'silent';
  for (let i = 0; i < 6; i++) await claim();
  await rig.accept(...many(400, { priority: 'critical' }));
  await rig.clock.advance(0);
  const critical = store.claims.filter(({ priority }) => priority === 'critical');
  expect(critical.map(({ maxParts }) => maxParts)).toEqual([10]);
  const stopped = rig.stop();
  await store.sync();
  await stopped;
});
