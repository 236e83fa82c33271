import { isDeepStrictEqual } from 'node:util';
import type { ReloadChanges } from '../../domain/operation/reload.ts';
import type { Config, RouteConfig } from '../schema.ts';

/** What another configuration would change in a gateway that runs. */
export type ConfigChanges = Omit<ReloadChanges, 'tls'>;

/** Settings of a route that its checks or the plan use, and not the route itself. */
const BESIDE = new Set(['prefer', 'heartbeat']);

/** Settings of an ear that its modem uses itself; the checks use the others. */
const EAR_OF_MODEM = /^ear\.cellBroadcast\b/;

/** The limits of what comes in are counted by parts of the gateway that outlive a route. */
const isLimitOfIntake = (field: string): boolean => /^inbound\b/.test(field);

export const changesOf = (before: Config, after: Config): ConfigChanges => {
  const known = new Map(before.routes.map((route) => [route.id, route]));
  const kept = new Set(after.routes.map(({ id }) => id));
  const compared = after.routes.map((route) => {
    const old = known.get(route.id);
    return { route, old, fields: differences(old ?? { inbound: {} }, route) };
  });
  return {
    added: compared.filter(({ old }) => old === undefined).map(({ route }) => route.id),
    removed: before.routes.filter(({ id }) => !kept.has(id)).map(({ id }) => id),
    changed: compared.flatMap(({ route, old, fields }) => {
      const own = fields.filter((field) => !isLimitOfIntake(field));
      if (old === undefined || own.length === 0) return [];
      const isAdapted = own.every((field) => isBeside(field, old, route));
      return [{ id: route.id, fields: own, how: isAdapted ? ('adapted' as const) : ('restarted' as const) }];
    }),
    plan: !isDeepStrictEqual(planned(before), planned(after)),
    needsRestart: [
      ...differences(settled(before), settled(after)),
      ...compared.flatMap(({ route, fields }) =>
        fields.filter(isLimitOfIntake).map((field) => `routes.${route.id}.${field}`),
      ),
    ],
  };
};

/** The configuration by which the gateway runs once all changes are made that need no restart. */
export const takenOver = (before: Config, after: Config): Config => ({
  ...before,
  http: { ...before.http, tls: before.http.tls && (after.http.tls ?? before.http.tls) },
  plan: after.plan,
  routes: after.routes.map((route) => ({
    ...route,
    inbound: before.routes.find(({ id }) => id === route.id)?.inbound ?? {},
  })),
});

/** Another contract is only another pace. Whether there is a contract at all is known when the route starts. */
const isBeside = (field: string, old: RouteConfig, route: RouteConfig): boolean => {
  if (field === 'rate')
    return 'rate' in old && 'rate' in route && old.rate !== undefined && route.rate !== undefined;
  const [top = ''] = field.split('.');
  if (top !== 'ear') return BESIDE.has(top);
  const hasBroadcasts = (one: RouteConfig) => 'ear' in one && one.ear?.cellBroadcast !== undefined;
  if (field === 'ear') return !hasBroadcasts(old) && !hasBroadcasts(route);
  return !EAR_OF_MODEM.test(field);
};

/** What the lanes of queued messages come from. */
const planned = ({ plan, routes }: Config): object => ({
  plan,
  routes: routes.map(({ id, type, ...route }) => ({
    id,
    type: plan === undefined ? type : undefined,
    prefer: 'prefer' in route ? route.prefer : undefined,
  })),
});

/** The settings that a gateway reads at its start only. */
const settled = ({ routes: _routes, plan: _plan, ...rest }: Config): object => {
  const { tls, ...http } = rest.http;
  return { ...rest, http: { ...http, tls: tls === undefined ? undefined : 'on' } };
};

/** The paths at which two values differ. A list counts as one value. */
const differences = (before: object, after: object, above = ''): readonly string[] => {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [one, other] = [old.get(key), now.get(key)] as const;
    const path = above === '' ? key : `${above}.${key}`;
    if (isGroup(one) && isGroup(other)) return differences(one, other, path);
    return isDeepStrictEqual(one, other) ? [] : [path];
  });
};

const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
