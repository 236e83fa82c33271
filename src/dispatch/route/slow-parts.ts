import type { RouteCapabilities } from '../../domain/routes/capabilities.ts';

/** A part may take so many times as long as the mean of the parts before it. */
const PATIENCE = 1.5;

/**
 * How long a slow route needs for the parts that it has, ms; 0 for any other route. A part of a long message that waits
 * for the parts before it isn't kept back: if it were given back meanwhile, the modem would begin the next message, and
 * phones would lack the ends of many.
 *
 * @param rate the parts per second that were measured; undefined: none yet
 */
export const slowMs = (
  { isSlow, believedRate }: RouteCapabilities,
  partsInHand: number,
  rate: number | undefined,
): number => (isSlow ? (partsInHand * PATIENCE * 1000) / (rate ?? believedRate) : 0);
