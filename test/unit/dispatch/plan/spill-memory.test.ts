import { expect, test } from 'vitest';
import type { Lane } from '../../../../src/dispatch/plan/plan.ts';
import type { RouteSnapshot } from '../../../../src/dispatch/plan/planner.ts';
import { SpillMemory } from '../../../../src/dispatch/plan/spill-memory.ts';

const two: Lane = {
  tiers: [['a'], ['m']],
  spillAfterMs: { critical: 5000, high: 5000, normal: 5000, low: null },
};
const route = (id: string): RouteSnapshot => ({
  id,
  state: 'up',
  room: 100,
  ratePerSecond: 100,
  latencyMs: 0,
  weight: 1,
});
const routes = new Map(['a', 'm'].map((id) => [id, route(id)]));

test('a second tier that was opened stays open until the first tier would take at most 70 percent of spillAfter', () => {
  const memory = new SpillMemory();
  const plan = (waiting: number) => memory.routesFor(1, two, 'critical', waiting, routes);
  const waits = [500, 501, 499, 400, 351, 350, 351, 500, 501];
  expect(waits.map((waiting) => plan(waiting).length)).toEqual([1, 2, 2, 2, 2, 1, 1, 1, 2]);
});

test('a second tier is opened for each class of messages (lane and priority) by itself', () => {
  const memory = new SpillMemory();
  memory.routesFor(1, two, 'critical', 501, routes);
  expect(memory.routesFor(1, two, 'high', 499, routes)).toEqual(['a']);
  expect(memory.routesFor(2, two, 'critical', 499, routes)).toEqual(['a']);
});
