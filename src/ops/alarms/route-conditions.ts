import { maskInReason } from '../../domain/routes/mask-sim.ts';
import type { RouteView } from '../../domain/routes/routes-control.ts';
import type { Condition } from './condition.ts';

/** A modem takes so long, ms, to start and to find its network: it isn't down before. */
export const MODEM_STARTS_MS = 120_000;
/** When a message queued now is late, ms, by the fastest route. */
export const LATE_MS = { critical: 300_000, high: 3_600_000 } as const;
const urgencies = ['critical', 'high'] as const;

const canSend = ({ state }: RouteView): boolean => state === 'up' || state === 'degraded';

const masked = ({ reason, modemDetails }: RouteView): string | undefined =>
  maskInReason(reason, modemDetails);

/** @param downAfterMs how long a carrier is down until somebody is told */
export const routeConditions = (routes: readonly RouteView[], downAfterMs: number): readonly Condition[] => {
  const holdOf = ({ type }: RouteView): number =>
    type === 'modem' ? Math.max(downAfterMs, MODEM_STARTS_MS) : downAfterMs;
  const of = routes.flatMap((route): readonly Condition[] => [
    ...(route.state === 'down'
      ? [{ kind: 'routeDown' as const, subject: route.id, reason: masked(route), holdMs: holdOf(route) }]
      : []),
    ...(route.quarantine === undefined
      ? []
      : [
          {
            kind: 'routeSick' as const,
            subject: route.id,
            reason: maskInReason(route.quarantine.reason, route.modemDetails),
          },
        ]),
  ]);
  if (routes.length === 0 || routes.some(canSend)) return of;
  const down = routes.filter(({ state }) => state === 'down');
  const reason = down.length === 0 ? 'every route is disabled' : 'every route is down or disabled';
  return [
    { kind: 'noWayOut', reason, holdMs: Math.min(...(down.length > 0 ? down : routes).map(holdOf)) },
    ...of,
  ];
};

/** In how long the fastest route would send a message of this urgency; undefined: none sends. */
const etaOf = (routes: readonly RouteView[], urgency: (typeof urgencies)[number]): number | undefined => {
  const known = routes.flatMap(({ etaMs }) => etaMs[urgency] ?? []);
  return known.length === 0 ? undefined : Math.min(...known);
};

/** A queued message with less time left than this, ms, that has waited, doesn't go out any more. */
const LITTLE_MS = 60_000;

/**
 * Messages that will be late. @param anyUntil whether a message of the urgency waits whose validity ends before then
 */
export const backlogConditions = async (
  routes: readonly RouteView[],
  anyUntil: (urgency: 'critical' | 'high', untilMs: number) => Promise<boolean>,
  nowMs: number,
): Promise<readonly Condition[]> => {
  const found: Condition[] = [];
  for (const subject of urgencies) {
    const eta = etaOf(routes, subject);
    if (await anyUntil(subject, nowMs + Math.max(LITTLE_MS, eta ?? 0)))
      found.push({
        kind: 'backlogLate',
        subject,
        reason: 'a message waits whose validity will end before a route has it',
        holdMs: 0,
      });
    else if (eta !== undefined && eta > LATE_MS[subject])
      found.push({
        kind: 'backlogLate',
        subject,
        reason: `by the fastest route a message would be sent in ${Math.round(eta / 60_000)} min`,
      });
  }
  return found;
};
