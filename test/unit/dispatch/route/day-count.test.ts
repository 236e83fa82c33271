import { describe, expect, test } from 'vitest';
import { DayCount } from '../../../../src/dispatch/route/day-count.ts';
import { DispatchRig, many } from '../../../support/dispatch/dispatch-rig.ts';
import { FakeRoute } from '../../../support/dispatch/fake-route.ts';

const DAY_MS = 86_400_000;
const NOON = DAY_MS * 20_000 + DAY_MS / 2;

describe('the parts that a route has sent today', () => {
  test('are at least those that are on disk for all nodes, and never fewer than were counted', () => {
    const count = new DayCount();
    count.add(NOON, 10);
    count.atLeast(NOON, 25);
    expect(count.at(NOON)).toBe(25);
    count.atLeast(NOON, 20);
    expect(count.at(NOON)).toBe(25);
    count.add(NOON, 1);
    expect(count.at(NOON)).toBe(26);
  });

  test('begin again at midnight, though the number on disk of the day before is learnt only then', () => {
    const count = new DayCount();
    count.add(NOON + DAY_MS, 3);
    count.atLeast(NOON, 5000);
    expect(count.at(NOON + DAY_MS)).toBe(3);
    count.atLeast(NOON + 2 * DAY_MS, 4);
    expect(count.at(NOON + 2 * DAY_MS)).toBe(4);
  });

  test('include within a minute those that other nodes have sent', async () => {
    const rig = await DispatchRig.start([new FakeRoute('a')]);
    await rig.accept(...many(5));
    await rig.clock.advance(1000);
    expect(rig.dispatcher.get('a')?.sentToday).toBe(5);
    rig.store.today.set('a', 700);
    await rig.clock.advance(61_000);
    expect(rig.dispatcher.get('a')?.sentToday).toBe(700);
    await rig.stop();
  });
});
