import type { z } from 'zod';
import type { alarmView } from '../../../../http/v1/alarms/alarm-view.ts';
import type { routeView } from '../../../../http/v1/routes/routes.ts';

type Alarm = z.output<typeof alarmView>;
type Route = z.output<typeof routeView>;

export interface Degraded {
  /** `modems`: no carrier can send, a modem can. `nothing`: no route can send at all. */
  readonly left: 'modems' | 'nothing';
  /** The routes that are down, by name. */
  readonly down: readonly string[];
  /** Since when the last of them is down, ms since the epoch; undefined: not known. */
  readonly since: number | undefined;
  readonly modems: readonly string[];
  /** What the modems carry now, in SMS a minute, as measured; undefined: not known yet. */
  readonly perMinute: number | undefined;
}

type Seen = Pick<Route, 'id' | 'type' | 'state' | 'rate'> & {
  /** Since when the state is so; null and left out: the route doesn't say. */
  readonly since?: string | null;
};

const canSend = ({ state }: Pick<Route, 'state'>): boolean => state === 'up' || state === 'degraded';

/**
 * What is wrong with the routes of an alert, as far as it changes what an operator decides; undefined: a carrier can
 * send, or there never was one.
 * @param only the routes that may carry the alert; null: all
 */
export const degradedOf = (
  routes: readonly Seen[],
  only: readonly string[] | null,
  alarms: readonly Pick<Alarm, 'kind' | 'subject' | 'since' | 'endedAt'>[] = [],
): Degraded | undefined => {
  const own = routes.filter(({ id }) => only === null || only.includes(id));
  const carriers = own.filter(({ type }) => type === 'smpp');
  const modems = own.filter((route) => route.type === 'modem' && canSend(route));
  if (own.length === 0 || own.some((route) => route.type === 'smpp' && canSend(route))) return undefined;
  if (carriers.length === 0 && modems.length > 0) return undefined;
  const down = carriers.length > 0 ? carriers : own;
  const times = down.map(({ id, since: told }) => {
    const alarm = alarms.find(
      ({ kind, subject, endedAt }) => kind === 'routeDown' && subject === id && endedAt === null,
    );
    return Date.parse(told ?? alarm?.since ?? '');
  });
  // The alert is without carriers since the last of them went down; NaN if that of one is not known.
  const since = Math.max(...times);
  const perMinute = Math.round(modems.reduce((sum, { rate }) => sum + rate, 0) * 60);
  return {
    left: modems.length > 0 ? 'modems' : 'nothing',
    down: down.map(({ id }) => id),
    since: Number.isNaN(since) ? undefined : since,
    modems: modems.map(({ id }) => id),
    perMinute: perMinute > 0 ? perMinute : undefined,
  };
};
