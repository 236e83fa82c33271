import type { RouteStatus } from '../../domain/routes/route.ts';

/**
 * Of what a route takes at once, kept for critical messages: of 2 to 10 places one. Of a single one nothing can be kept:
 * there the critical message is the next.
 */
const CRITICAL_SHARE = 0.1;

/** Counted from what the route takes now, not from its window: of a single place none may be kept. */
export const keptOf = ({ room, inFlight }: RouteStatus): number => {
  const taken = room + inFlight;
  return taken < 2 ? 0 : Math.ceil(taken * CRITICAL_SHARE);
};
