import type { RouteRunner } from './route-runner.ts';

/** A route that takes so few parts at once gets them by one claim. */
const UNDIVIDED = 20;

/**
 * The most parts that one claim may bring: half of what the route takes at once. So the route sends the one half while
 * the store writes the other. With claims for all of it the two took turns, and a tenth less was delivered
 * (docs/measured.md).
 */
export const mostOfClaim = ({ route, status }: Pick<RouteRunner, 'route' | 'status'>): number => {
  const { mostPartsPerClaim } = route.capabilities;
  const atOnce = status.room + status.inFlight;
  return atOnce <= UNDIVIDED ? mostPartsPerClaim : Math.min(mostPartsPerClaim, Math.ceil(atOnce / 2));
};
