import { expect, test } from 'vitest';
import { SimulatedClock } from '../../../scripts/lib/simulate/simulated-clock.ts';
import { WallClock } from './wall-clock.ts';

const HOUR_MS = 3_600_000;

test('the latest time that a clock has shown is that before it was set back, if it was set back in between', () => {
  const world = new SimulatedClock(0);
  const wall = new WallClock(world);
  world.after(1000, () => {
    wall.set(-HOUR_MS);
    wall.shown(wall.now());
  });
  world.step(1000);
  expect(wall.latestShown({ from: 200, to: 3000 })).toBe(999);
  expect(wall.latestShown({ from: 2000, to: 3000 })).toBe(3000 - HOUR_MS);
  expect(wall.latestShown({ from: 200, to: 900 })).toBe(900);
});
