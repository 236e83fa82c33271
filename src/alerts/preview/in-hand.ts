import type { AlertCount } from '../../domain/alerts/alert-repository.ts';
import type { RoutePace } from '../../domain/alerts/alert-traffic.ts';
import { msUntilSent } from '../../domain/routes/supply.ts';

/** Less than this is no time that a part needs, ms. */
const LEAST_MS = 1;

/**
 * When the routes have sent the parts that they already have, ms from now; 0: they have none; undefined: a route that
 * has some can't send now. A message of several parts counts as a whole, so the time is never too short.
 */
export const msUntilInHandSent = (
  paces: readonly Pick<RoutePace, 'id' | 'usable' | 'delayMs' | 'supply' | 'capabilities'>[],
  counts: readonly Pick<AlertCount, 'state' | 'route' | 'parts'>[],
): number | undefined => {
  let last = 0;
  for (const [route, parts] of partsByRoute(counts)) {
    const pace = paces.find(({ id }) => id === route);
    if (pace?.usable !== true) return undefined;
    const { supply, delayMs, capabilities } = pace;
    // What a carrier has got in its window has left, and only its answer is missing.
    const ms = capabilities.isSlow ? msUntilSent([supply], parts) : 0;
    if (ms === undefined) return undefined;
    last = Math.max(last, LEAST_MS, Math.round(ms + delayMs));
  }
  return last;
};

const partsByRoute = (counts: Parameters<typeof msUntilInHandSent>[1]): ReadonlyMap<string, number> => {
  const byRoute = new Map<string, number>();
  for (const { state, route = '', parts } of counts)
    if (state === 'sending') byRoute.set(route, (byRoute.get(route) ?? 0) + parts);
  return byRoute;
};
