import type { Priority } from '../../domain/messages/priority.ts';
import type { RouteState } from '../../domain/routes/route.ts';
import type { Lane } from './plan.ts';

/** What the plan needs to know of a route now. */
export interface RouteSnapshot {
  readonly id: string;
  readonly state: RouteState;
  /** Parts that the route would take now. */
  readonly room: number;
  /** Parts per second that the route carries now from this node, or is believed to carry while nothing is measured. */
  readonly ratePerSecond: number;
  /** Parts per second that other nodes send by the same contract. What waits is shared by all nodes. */
  readonly elsewherePerSecond?: number;
  /** The time from submit to answer, ms; at least the age of the oldest part without an answer. */
  readonly latencyMs: number;
  /** How good a choice the route is apart from its speed: above 0, at most 1. */
  readonly weight: number;
}

/** An open tier is closed once the tiers before it would send the class within this share of `spillAfter`. */
const SHUT_AT = 0.7;
/** A route that answers sooner is never too slow for a message, however fast the others are, ms. */
const SLOW_MS = 15_000;

export const isUsable = ({ state }: Pick<RouteSnapshot, 'state'>): boolean =>
  state === 'up' || state === 'degraded';

/**
 * The tiers whose routes may take the next message of a class; within a tier the best route first. A tier is opened
 * when the tiers before it would not send the class within `spillAfter`. A cut link, a throttling carrier, a hidden
 * limit, a link so slow that answers time out and a full window all show in the same way: the expected time grows.
 *
 * @param waitingParts queued parts of this class and of the more urgent ones
 * @param wereOpen how many tiers were open the last time, so that a tier doesn't open and close again and again
 */
export const openTiers = (
  lane: Lane,
  priority: Priority,
  waitingParts: number,
  routes: ReadonlyMap<string, RouteSnapshot>,
  wereOpen = 1,
): readonly (readonly RouteSnapshot[])[] => {
  const spillAfterMs = lane.spillAfterMs[priority];
  const last = lane.lastResort === true ? lane.tiers.length - 1 : undefined;
  const rankOf = ({ id }: RouteSnapshot): number => lane.ranks?.[id] ?? 0;
  const open: RouteSnapshot[][] = [];
  for (const [index, tier] of lane.tiers.entries()) {
    if (index === last && open.flat().length > 0) break;
    const usable = tier.flatMap((id) => {
      const route = routes.get(id);
      return route !== undefined && isUsable(route) ? [route] : [];
    });
    open.push(usable.sort((a, b) => rankOf(a) - rankOf(b) || costOf(a) - costOf(b)));
    if (index + 1 === last) continue;
    const patience = open.length < wereOpen ? SHUT_AT : 1;
    if (spillAfterMs === null || expectedMs(open.flat(), waitingParts) <= spillAfterMs * patience) break;
  }
  return open;
};

/**
 * The faster routes of the route's tier, if they would send all that waits before this route has answered one part:
 * then the message is better left to them. Empty for every other route.
 */
export const enoughWithout = (
  route: RouteSnapshot,
  lane: Lane,
  waitingParts: number,
  routes: ReadonlyMap<string, RouteSnapshot>,
): readonly string[] => {
  if (route.latencyMs <= SLOW_MS) return [];
  const tier = lane.tiers.find((each) => each.includes(route.id)) ?? [];
  const faster = tier.flatMap((id) => {
    const other = routes.get(id);
    return other !== undefined && isUsable(other) && other.latencyMs < route.latencyMs ? [other] : [];
  });
  return expectedMs(faster, waitingParts) < route.latencyMs ? faster.map(({ id }) => id) : [];
};

const costOf = ({ latencyMs, weight }: RouteSnapshot): number => latencyMs / weight;

/** When the last of the waiting parts would be answered by these routes together, ms from now. */
export const expectedMs = (routes: readonly RouteSnapshot[], waitingParts: number): number => {
  const rate = routes.reduce(
    (sum, { ratePerSecond, elsewherePerSecond = 0 }) => sum + ratePerSecond + elsewherePerSecond,
    0,
  );
  if (rate <= 0) return Number.POSITIVE_INFINITY;
  const fastest = Math.min(...routes.map(({ latencyMs }) => latencyMs));
  return fastest + (waitingParts / rate) * 1000;
};
