import type { OwnMessages } from '../../domain/alerts/alert-traffic.ts';
import { type Priority, priorities, priorityCode } from '../../domain/messages/priority.ts';
import type { RouteView } from '../../domain/routes/routes-control.ts';
import { msUntilSent } from '../../domain/routes/supply.ts';
import type { WaitingClass } from './backlog.ts';
import type { Outlook } from './outlook.ts';
import type { Lane } from './plan.ts';
import { isUsable } from './planner.ts';

type Eta = RouteView['etaMs'];
type Ahead = Readonly<Record<Priority, number>>;

/**
 * For each priority: in how many ms the route would have sent a message that is queued now, after the waiting messages
 * of this and the more urgent priorities, which the route shares with its tier. Undefined if the route sends nothing,
 * or if its limits let the message leave only after more than a month.
 */
export const etaOf = (
  id: string,
  classes: Iterable<WaitingClass>,
  laneOf: (lane: number) => Lane | undefined,
  routes: ReadonlyMap<string, Outlook>,
  now: number,
): Eta => {
  const ms: Record<Priority, number | undefined> = {
    critical: undefined,
    high: undefined,
    normal: undefined,
    low: undefined,
  };
  const route = routes.get(id);
  if (route === undefined || !isCarrying(route)) return ms;
  const ahead = partsAhead(id, classes, laneOf, routes, now);
  for (const priority of priorities) {
    const wait = msUntilSent([route.supply], ahead[priority] + (route.isSlow ? 1 : 0));
    ms[priority] = wait === undefined ? undefined : route.delayMs + wait;
  }
  return ms;
};

/**
 * For each priority: how many parts this route sends before a message that is queued now. Of the messages that wait for
 * a tier, a route sends as many as its pace and its limits let it send until the tier has sent all.
 */
export const partsAhead = (
  id: string,
  classes: Iterable<WaitingClass>,
  laneOf: (lane: number) => Lane | undefined,
  routes: ReadonlyMap<string, Outlook>,
  now: number,
  own?: OwnMessages,
): Ahead => {
  const route = routes.get(id);
  const parts: Record<Priority, number> = { critical: 0, high: 0, normal: 0, low: 0 };
  if (route === undefined) return parts;
  const tiers = new Map<string, { readonly sharing: readonly Outlook[]; readonly waiting: number[] }>();
  for (const { lane: number, priority, messages, partsEach, nextDueAt } of classes) {
    const lane = laneOf(number);
    if (messages === 0 || nextDueAt > now || lane === undefined) continue;
    if (lane.turn !== undefined && own?.turns.includes(lane.turn)) continue;
    const sharing = sharingTier(id, lane, routes);
    if (sharing.length === 0) continue;
    const key = sharing.map((one) => one.id).join(' ');
    const tier = tiers.get(key) ?? { sharing, waiting: priorities.map(() => 0) };
    tiers.set(key, tier);
    const code = priorityCode(priority);
    tier.waiting[code] =
      (tier.waiting[code] ?? 0) + Math.min(messages * partsEach, own?.parts ?? Number.POSITIVE_INFINITY);
  }
  for (const { sharing, waiting } of tiers.values()) {
    let sum = 0;
    for (const [code, priority] of priorities.entries()) {
      sum += waiting[code] ?? 0;
      const ms = msUntilSent(
        sharing.map(({ supply }) => supply),
        sum,
      );
      parts[priority] += ms === undefined ? sum : route.supply.by(ms);
    }
  }
  for (const priority of priorities) parts[priority] += route.inHand;
  return parts;
};

const isCarrying = (route: Outlook): boolean => isUsable(route) && route.supply.ratePerSecond > 0;

/** The routes of the first tier with a usable route; empty if this route isn't in that tier. */
const sharingTier = (id: string, lane: Lane, routes: ReadonlyMap<string, Outlook>): readonly Outlook[] => {
  for (const tier of lane.tiers) {
    const usable = tier.flatMap((other) => {
      const route = routes.get(other);
      return route !== undefined && isUsable(route) ? [route] : [];
    });
    if (usable.length > 0) return tier.includes(id) ? usable : [];
  }
  return [];
};
