import { describe, expect, test } from 'vitest';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';
import { longText } from '../../../support/dispatch/flight-rig.ts';

describe('while nothing can be sent, no claim goes to the disk', () => {
  const claimsIn = async (rig: DispatchRig, ms: number) => {
    const before = rig.store.claims.length;
    await rig.clock.advance(ms);
    return rig.store.claims.length - before;
  };

  test('when no message waits', async () => {
    const rig = await DispatchRig.start([new FakeRoute('a')]);
    await rig.accept(...many(3));
    await rig.clock.advance(1000);
    expect(await claimsIn(rig, 60_000)).toBe(0);
    await rig.stop();
  });

  test('when every waiting message is due later', async () => {
    const rig = await DispatchRig.start([new FakeRoute('a')]);
    await rig.accept({ dueAt: rig.clock.now() + 600_000, validUntil: rig.clock.now() + 900_000 });
    expect(await claimsIn(rig, 60_000)).toBe(0);
    await rig.stop();
  });

  test('when every route is down or disabled', async () => {
    const a = new FakeRoute('a');
    a.state = 'down';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(100));
    expect(await claimsIn(rig, 60_000)).toBe(0);
    a.state = 'up';
    await rig.dispatcher.setEnabled('a', false);
    expect(await claimsIn(rig, 60_000)).toBe(0);
    await rig.stop();
  });

  test('when the window is full', async () => {
    const a = new FakeRoute('a');
    a.answers = () => 'silent';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(500));
    await rig.clock.advance(1000);
    expect(await claimsIn(rig, 60_000)).toBe(0);
    await rig.stop();
  });

  test.each(['throttles', 'errs', 'timesOut', 'unsent'] as const)(
    'except fewer than 11 claims per second when the only route %s',
    async (answer) => {
      const a = new FakeRoute('a');
      a.answers = () => answer;
      const rig = await DispatchRig.start([a]);
      await rig.accept({ onUncertain: 'resend', priority: 'critical' });
      expect(await claimsIn(rig, 60_000)).toBeLessThan(11 * 60);
      await rig.stop();
    },
  );
});

describe('a carrier that puts off every part', () => {
  test.each(['errs', 'timesOut'] as const)(
    'is tried fewer than 5 times per second while it %s, and is given all messages once it accepts a part',
    async (answer) => {
      const a = new FakeRoute('a');
      a.latencyMs = 5;
      a.answers = () => answer;
      const rig = await DispatchRig.start([a]);
      await rig.accept(...many(300, { onUncertain: 'resend', priority: 'critical' }));
      await rig.clock.advance(10_000);
      const before = a.submitted.length;
      await rig.clock.advance(60_000);
      expect(a.submitted.length - before).toBeLessThan(5 * 60);
      expect(a.submitted.length).toBeGreaterThan(before);
      a.answers = () => 'accepts';
      await rig.clock.advance(400_000);
      expect(rig.store.count('sent')).toBe(300);
      await rig.stop();
    },
  );

  test('is tried with the most urgent message first', async () => {
    const a = new FakeRoute('a');
    a.latencyMs = 5;
    a.answers = () => 'errs';
    const rig = await DispatchRig.start([a]);
    await rig.accept(...many(100, { priority: 'low' }));
    await rig.clock.advance(10_000);
    const [urgent] = await rig.accept({ priority: 'critical' });
    const before = a.submitted.length;
    a.answers = () => 'accepts';
    await rig.clock.advance(600);
    expect(a.submitted.slice(before, before + 2).map(({ messageId }) => messageId)).toContain(
      urgent?.message.id,
    );
    await rig.stop();
  });

  test('is given a critical message before the parts that it has in hand', async () => {
    const a = new FakeRoute('a');
    a.answers = () => 'errs';
    // Less than the pause between two trials passes from one part to the next.
    const rig = await DispatchRig.start([a], { rates: { a: 5 } });
    await rig.accept(...many(100, { text: longText(12), parts: 12 }));
    await rig.clock.advance(10_000);
    // So that the route has many parts of one message in hand.
    while (a.submitted.at(-1)?.part !== 2) await rig.clock.advance(10);
    await rig.accept({ priority: 'critical' });
    await rig.clock.advance(500);
    expect(a.submitted.map(({ priority }) => priority)).toContain('critical');
    await rig.stop();
  });

  test('is tried fewer than 5 times per second, critical messages first, also while it has other parts in hand', async () => {
    const a = new FakeRoute('a');
    a.latencyMs = 5;
    a.answers = () => 'errs';
    const rig = await DispatchRig.start([a], { rates: { a: 50 } });
    await rig.accept(...many(2, { text: longText(200), parts: 200 }));
    await rig.clock.advance(2900);
    const before = a.submitted.length;
    await rig.accept(...many(100, { priority: 'critical' }));
    await rig.clock.advance(2000);
    const tried = a.submitted.slice(before).map(({ priority }) => priority);
    // The route has hundreds of parts in hand all the while.
    expect(a.submitted.length).toBeLessThan(200);
    expect(tried.length).toBeLessThan(5 * 2);
    expect(tried[0]).toBe('critical');
    await rig.stop();
  });
});
