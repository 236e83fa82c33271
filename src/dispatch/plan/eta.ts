import { type Priority, priorities, priorityCode } from '../../domain/messages/priority.ts';
import type { RouteView } from '../../domain/routes/routes-control.ts';
import type { WaitingClass } from './backlog.ts';
import type { Lane } from './plan.ts';
import { isUsable, type RouteSnapshot } from './planner.ts';

type Eta = RouteView['etaMs'];

/**
 * For each priority: in how many ms the route would have sent a message that is queued now, after the waiting messages
 * of this and the more urgent priorities, which the route shares with its tier. Undefined if the route sends nothing.
 */
export const etaOf = (
  id: string,
  classes: Iterable<WaitingClass>,
  laneOf: (lane: number) => Lane | undefined,
  routes: ReadonlyMap<string, RouteSnapshot>,
  now: number,
): Eta => {
  const ms: Record<Priority, number | undefined> = {
    critical: undefined,
    high: undefined,
    normal: undefined,
    low: undefined,
  };
  const route = routes.get(id);
  if (route === undefined || !isUsable(route) || route.ratePerSecond <= 0) return ms;
  const waitMs = priorities.map(() => 0);
  for (const { lane: number, priority, messages, nextDueAt } of classes) {
    const lane = laneOf(number);
    if (messages === 0 || nextDueAt > now || lane === undefined) continue;
    const rate = sharedRate(id, lane, routes);
    const code = priorityCode(priority);
    if (rate > 0) waitMs[code] = (waitMs[code] ?? 0) + (messages / rate) * 1000;
  }
  let sum = route.latencyMs;
  for (const [code, priority] of priorities.entries()) {
    sum += waitMs[code] ?? 0;
    ms[priority] = sum;
  }
  return ms;
};

/** Parts per second of all routes in the first tier with a usable route; 0 if this route isn't in that tier. */
const sharedRate = (id: string, lane: Lane, routes: ReadonlyMap<string, RouteSnapshot>): number => {
  for (const tier of lane.tiers) {
    const usable = tier.flatMap((other) => {
      const route = routes.get(other);
      return route !== undefined && isUsable(route) ? [route] : [];
    });
    if (usable.length === 0) continue;
    return tier.includes(id) ? usable.reduce((sum, { ratePerSecond }) => sum + ratePerSecond, 0) : 0;
  }
  return 0;
};
