import type { RouteStatus } from '../../domain/routes/route.ts';

/**
 * The share of a route's places (parts that it takes at once) that is kept for critical messages: 1 of 2 to 10 places.
 * A route with a single place keeps none, since a critical message gets that place next.
 */
const CRITICAL_SHARE = 0.1;

/** Places kept for critical messages, counted from what the route takes now, which may be less than its window. */
export const keptOf = ({ room, inFlight }: RouteStatus): number => {
  const taken = room + inFlight;
  return taken < 2 ? 0 : Math.ceil(taken * CRITICAL_SHARE);
};

/**
 * Whether a part must wait for the next answer, which makes room: a message may have more parts than a route takes at
 * once. While no part is under way no answer would come: then the part is handed over anyway, and its outcome says why
 * the route doesn't take it.
 */
export const isFull = (status: RouteStatus, critical: boolean): boolean =>
  (status.state === 'up' || status.state === 'degraded') && status.room - (critical ? 0 : keptOf(status)) < 1;
