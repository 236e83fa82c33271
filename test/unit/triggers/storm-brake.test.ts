import { describe, expect, test } from 'vitest';
import { StormBrake } from '../../../src/triggers/storm-brake.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const brakeOf = (perMinute: number, identical: number) => {
  const clock = new VirtualClock();
  const told: string[] = [];
  const brake = new StormBrake({ perMinute, identical, withinMs: 600_000 }, clock, (why) => told.push(why));
  return { clock, told, brake };
};

describe('the storm brake', () => {
  test('allows the configured number of alerts in a minute, and holds further ones back until the minute is over', async () => {
    const { clock, brake, told } = brakeOf(3, 9);
    const held = ['a', 'b', 'c', 'd', 'e'].map((what) => brake.hold(what) !== undefined);
    expect(held).toEqual([false, false, false, true, true]);
    expect(brake.view()).toMatchObject({
      on: true,
      held: { perMinute: 2, identical: 0 },
      lastHeldAt: clock.now(),
    });
    expect(told).toEqual(['perMinute', 'perMinute']);
    await clock.advance(60_000);
    expect(brake.hold('d')).toBeUndefined();
    expect(brake.view().on).toBe(false);
  });

  test('holds identical alerts back for the configured longer time', async () => {
    const { clock, brake } = brakeOf(100, 1);
    expect(brake.hold('a')).toBeUndefined();
    expect(brake.hold('b')).toBeUndefined();
    await clock.advance(599_999);
    expect(brake.hold('a')).toMatch(/the same went out 1 times within 10 min \(held so far: 1\)/);
    await clock.advance(1);
    expect(brake.hold('a')).toBeUndefined();
  });

  test('counts only the alerts that it allowed, so that a lasting storm is not held back for ever', async () => {
    const { clock, brake } = brakeOf(1, 9);
    let passed = 0;
    for (let second = 0; second < 300; second++) {
      if (brake.hold(`a${second}`) === undefined) passed++;
      await clock.advance(1000);
    }
    expect(passed).toBe(5);
    expect(brake.view().held.perMinute).toBe(295);
  });
});
