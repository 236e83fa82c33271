import { describe, expect, test } from 'vitest';
import { DispatchRig } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute, partsOf } from '../../../support/dispatch/fake-route.ts';
import { longText } from '../../../support/dispatch/flight-rig.ts';
import { MemoryStore } from '../../../support/dispatch/memory-store.ts';
import { twoTiers } from '../../../support/dispatch/two-tiers.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const long = (parts: number) => ({ text: longText(parts), parts });

describe('a long message with onUncertain resend, of which each route takes one part and then fails', () => {
  test('is sent anew fewer than 13 times in an hour, since every copy of its first part may be a duplicate', async () => {
    const { a, b, rig } = await twoTiers();
    const become = (route: FakeRoute, state: 'up' | 'down') => () => {
      route.state = state;
      rig.dispatcher.changed();
    };
    for (const route of [a, b])
      route.answers = ({ part }) => {
        if (part > 1) return 'unsent';
        rig.clock.after(1, become(route, 'down'));
        rig.clock.after(3000, become(route, 'up'));
        return 'accepts';
      };
    await rig.accept({ ...long(3), priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(3_500_000);
    expect([...partsOf(a), ...partsOf(b)].filter((part) => part === 1).length).toBeLessThan(13);
    await rig.stop();
  });

  test('is sent anew fewer than 16 times in an hour even with a spillAfter of 0 s', async () => {
    const a = new FakeRoute('a');
    const b = new FakeRoute('b');
    const rig = await DispatchRig.start([a, b], { plan: [{ tiers: [['a'], ['b']], spillAfter: '0s' }] });
    for (const route of [a, b]) route.answers = ({ part }) => (part === 1 ? 'accepts' : 'errs');
    await rig.accept({ ...long(3), priority: 'critical', onUncertain: 'resend' });
    await rig.clock.advance(3_500_000);
    expect([...partsOf(a), ...partsOf(b)].filter((part) => part === 1).length).toBeLessThan(16);
    await rig.stop();
  });

  test('is sent with all parts by the remaining route after a restart without the route that took a part', async () => {
    const store = new MemoryStore();
    const clock = new VirtualClock();
    const a = new FakeRoute('a');
    a.answers = ({ part }) => (part === 1 ? 'accepts' : 'throttles');
    const before = await DispatchRig.start([a], { store, clock });
    const [message] = await before.accept({ ...long(3), priority: 'critical', onUncertain: 'resend' });
    await clock.advance(1000);
    await before.stop();
    const b = new FakeRoute('b');
    const after = await DispatchRig.start([b], { store, clock });
    await clock.advance(1000);
    expect(partsOf(b)).toEqual([1, 2, 3]);
    expect(message).toMatchObject({ state: 'sent', possibleDuplicate: true });
    await after.stop();
  });

  test('is sent with all parts by another route of its tier when its own is down, even at a priority that never spills to the next tier', async () => {
    const a = new FakeRoute('a');
    const b = new FakeRoute('b');
    const rig = await DispatchRig.start([a, b], { plan: [{ tiers: [['a', 'b']] }] });
    a.answers = ({ part }) => (part === 1 ? 'accepts' : 'throttles');
    const [message] = await rig.accept({ ...long(3), priority: 'low', onUncertain: 'resend' });
    await rig.clock.advance(1000);
    expect(partsOf(b)).toEqual([]);
    a.state = 'down';
    rig.dispatcher.changed();
    await rig.clock.advance(1000);
    expect(partsOf(b)).toEqual([1, 2, 3]);
    expect(message).toMatchObject({ state: 'sent', possibleDuplicate: true });
    await rig.stop();
  });
});
