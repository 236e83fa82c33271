import type { Priority } from '../../domain/messages/priority.ts';
import type { Lane } from './plan.ts';

/** The lane without this route; undefined if no route is left in it. */
export const withoutRoute = ({ lastResort: _, ...lane }: Lane, route: string): Lane | undefined => {
  const tiers = withoutIn(lane.tiers, route);
  return tiers.length === 0 ? undefined : { ...lane, tiers };
};

/**
 * The lane in which all routes of this one share a single tier; undefined if the priority never spills, or there is one
 * tier. It is for a message that its route puts off again and again: the plan, which sees only the route's whole
 * traffic, would not let that message spill.
 */
export const inOneTier = ({ lastResort: _, ...lane }: Lane, priority: Priority): Lane | undefined =>
  lane.tiers.length < 2 || lane.spillAfterMs[priority] === null
    ? undefined
    : { ...lane, tiers: [lane.tiers.flat()] };

/** The lane in which these routes are the last resort of the others; undefined if there is no other route. */
export const othersFirst = (lane: Lane, priority: Priority, routes: readonly string[]): Lane | undefined => {
  // The last tier of a lane with `lastResort` is a route that refused the message or left it in doubt. It was in the
  // first tier before, so a priority that never spills may use it too.
  const neverSpills = lane.spillAfterMs[priority] === null && lane.lastResort !== true;
  const reach = neverSpills ? lane.tiers.slice(0, 1) : lane.tiers;
  const others = reach.flat().filter((id) => !routes.includes(id));
  // Sorted, so that the order in which the routes refused makes no further lanes.
  return others.length === 0 ? undefined : { ...lane, tiers: [others, routes.toSorted()], lastResort: true };
};

/** The lane with this route, which a later tier has, in the first one; undefined if no later tier has it. */
export const routeFirst = ({ lastResort, ...lane }: Lane, route: string): Lane | undefined => {
  const [first = [], ...later] = lane.tiers;
  if (first.includes(route) || !later.flat().includes(route)) return undefined;
  const isLastResortLeft = lastResort === true && later.at(-1)?.some((id) => id !== route) === true;
  const made = { ...lane, tiers: [[...first, route], ...withoutIn(later, route)] };
  return isLastResortLeft ? { ...made, lastResort } : made;
};

const withoutIn = (tiers: Lane['tiers'], route: string): string[][] =>
  tiers.map((tier) => tier.filter((id) => id !== route)).filter((tier) => tier.length > 0);
