import type { WaitingClass } from '../plan/backlog.ts';
import type { PacesDeps } from '../plan/paces.ts';
import type { Lane } from '../plan/plan.ts';
import { isUsable, type RouteSnapshot } from '../plan/planner.ts';
import { isFull } from '../route/kept-places.ts';
import { snapshotsOf } from '../route/standings.ts';
import type { Wanted } from './shares.ts';

/** How much faster a route whose window is full is believed to become from one beat to the next, beside 1 part/s. */
const FASTER = 1.5;

/**
 * What this node would send by each route with a contract: the parts that it has in hand, and those that wait for a
 * tier of the route while no tier before it is usable here. A route whose window is full is slower than its share, so
 * it asks for little more than it sends: the other nodes can use the rest.
 */
export const wantedOf = (deps: PacesDeps): ReadonlyMap<string, Wanted> => {
  const { runners, contracts, classes, laneOf, clock } = deps;
  const snapshots = snapshotsOf(runners);
  const wanted = new Map<string, Wanted>();
  for (const [id, runner] of runners) {
    const route = snapshots.get(id);
    if (contracts.get(id) === undefined || route === undefined) continue;
    const demand = runner.inHand + waitingFor(id, classes(), laneOf, snapshots, clock.now());
    const most = isFull(runner.status, false)
      ? FASTER * runner.meter.rate(clock.elapsed()) + 1
      : Number.POSITIVE_INFINITY;
    wanted.set(id, { demand: Math.min(demand, most), isUsable: isUsable(route) });
  }
  return wanted;
};

const waitingFor = (
  id: string,
  classes: Iterable<WaitingClass>,
  laneOf: (lane: number) => Lane | undefined,
  snapshots: ReadonlyMap<string, RouteSnapshot>,
  now: number,
): number => {
  let parts = 0;
  for (const { lane, messages, partsEach, nextDueAt } of classes) {
    if (messages === 0 || nextDueAt > now) continue;
    const tier = laneOf(lane)?.tiers.find((routes) => routes.some((one) => isUsableIn(snapshots, one)));
    if (tier?.includes(id) === true) parts += messages * partsEach;
  }
  return parts;
};

const isUsableIn = (snapshots: ReadonlyMap<string, RouteSnapshot>, id: string): boolean => {
  const route = snapshots.get(id);
  return route !== undefined && isUsable(route);
};
