import type { z } from 'zod';
import type { routeView } from '../../../http/v1/routes/routes.ts';

type Route = z.output<typeof routeView>;

type Placed = Pick<Route, 'places'>;

const firstTier = ({ places }: Placed): number =>
  Math.min(Number.MAX_SAFE_INTEGER, ...places.map(({ tier }) => tier));

/** What the plan uses first stands first; within a tier as configured. */
export const inPlanOrder = <One extends Placed>(routes: readonly One[]): readonly One[] =>
  routes.toSorted((a, b) => firstTier(a) - firstTier(b));

/**
 * The routes that would still send if this one did not. The plan gives nothing to a route that it does not name, and a
 * quarantined one is only tried with single messages.
 */
export const othersThatSend = <One extends Pick<Route, 'id' | 'state' | 'places' | 'quarantine'>>(
  routes: readonly One[],
  id: string,
): readonly One[] =>
  routes.filter(
    ({ id: other, state, places, quarantine }) =>
      other !== id && (state === 'up' || state === 'degraded') && places.length > 0 && quarantine === null,
  );
