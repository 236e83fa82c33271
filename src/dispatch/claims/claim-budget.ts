import type { RouteStatus } from '../../domain/routes/route.ts';
import { keptOf } from '../route/kept-places.ts';
import type { ReadyParts } from '../route/ready-parts.ts';
import type { Trials } from '../route/trials.ts';
import type { Reserved } from './reserved.ts';

/** What bounds the claims for a route. */
interface Bounds {
  readonly status: RouteStatus;
  readonly takesNothing: boolean;
  /** The route's own room, less the parts that would only wait in the carrier's queue. */
  readonly room: number;
  /** How many parts may be kept ready, by the pace. */
  readonly ready: number;
}

/** What the route has in hand and is not under way. */
interface Hand {
  readonly ready: Pick<ReadyParts, 'size' | 'critical'>;
  readonly reserved: Reserved;
  readonly trials: Trials;
}

export interface ClaimAsked {
  /**
   * Whether another route may take the message. Where there is none, a critical one does not wait for the answer to the
   * trial of another message, which may take as long as the time-out.
   */
  readonly hasOther?: boolean;
  /** Parts that may be claimed though there is no room for them yet. */
  readonly ahead?: number;
}

/** How many parts may be claimed for a route now. Critical parts leave before all others that are ready. */
export const claimBudget = (
  { status, takesNothing, room, ready: mostReady }: Bounds,
  { ready, reserved, trials }: Hand,
  critical: boolean,
  now: number,
  { hasOther = false, ahead = 0 }: ClaimAsked,
): number => {
  const overtakes = critical && !hasOther;
  const readyBefore = (isFirst: boolean): number => (isFirst ? ready.critical : ready.size);
  const isTrying = trials.underway(overtakes) + readyBefore(overtakes) + reserved.all > 0;
  if (takesNothing && isTrying) return 0;
  // Without this claim every part that is ready would be tried before the critical one.
  if (takesNothing && overtakes && ready.size > 0) return 1;
  if (takesNothing && trials.waitMs(now) > 0) return 0;
  // A claim under way may bring a message that needs all the parts that the limits leave.
  if (status.lengths !== undefined && reserved.all > 0) return 0;
  const kept = keptOf(status);
  // The others never get the places that are kept for critical parts.
  const others = Math.min(reserved.others, Math.max(0, status.room - kept));
  const coming = readyBefore(critical) + (critical ? reserved.critical + others : reserved.all);
  const most = takesNothing ? 1 : Number.POSITIVE_INFINITY;
  const places = Math.min(status.room - (critical ? 0 : kept), room) + ahead;
  return Math.floor(Math.min(places, mostReady, most) - coming);
};
