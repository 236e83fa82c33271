import type { RouteRunner } from '../route/route-runner.ts';

/** A route that takes so few parts at once gets them by one claim. */
const UNDIVIDED = 20;
/** The most parts of one claim for a larger window: the carrier would wait too long for the commit of more. */
const LARGEST = 200;

/**
 * The most parts that one claim may bring: half of what the route may have in hand. So the route sends the one half
 * while the store writes the other. With claims for all of it the two took turns, and a tenth less was delivered, and
 * with a window of 1,000 a fifth less if each claim was for 500 (docs/measured.md).
 */
export const mostOfClaim = (
  { route, status, most, pacer }: RouteRunner,
  critical: boolean,
  ahead: number,
): number => {
  const { mostPartsPerClaim } = route.capabilities;
  const inHand = Math.min(critical ? status.room + status.inFlight : most + ahead, pacer.ahead);
  return inHand <= UNDIVIDED
    ? mostPartsPerClaim
    : Math.min(mostPartsPerClaim, LARGEST, Math.ceil(inHand / 2));
};
