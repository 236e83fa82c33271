import type { Log } from '../../kernel/log.ts';
import type { Standings } from '../flights/second-route.ts';
import { isUsable, type RouteSnapshot } from '../plan/planner.ts';
import type { RouteRunner } from './route-runner.ts';
import type { OnQuarantine } from './trust.ts';

/** What the flights ask about the routes of these runners. */
export const standingsOf = (runners: ReadonlyMap<string, RouteRunner>): Standings => ({
  isProven: (route) => runners.get(route)?.trust.isProven ?? false,
  isQuarantined: (route) => runners.get(route)?.trust.quarantine !== undefined,
  proveWrong: (route, id) => runners.get(route)?.trust.provenWrong(id),
  acquit: (route, id) => runners.get(route)?.trust.acquitted(id),
});

/** Logs a quarantine and its end, and wakes the send loop. */
export const tellQuarantine =
  (route: string, log: Log, wake: () => void): OnQuarantine =>
  (quarantine) => {
    if (quarantine === undefined) log.info({ route }, 'the quarantine of a route is over');
    else log.warn({ route, ...quarantine }, 'a route is quarantined');
    wake();
  };

/** What the plan needs to know of the routes. While none is usable, quarantined ones are the last resort. */
export const snapshotsOf = (
  runners: ReadonlyMap<string, RouteRunner>,
): ReadonlyMap<string, RouteSnapshot> => {
  const take = (isLastResort: boolean) =>
    new Map(
      [...runners].map(([id, runner]) => {
        runner.trust.isLastResort = isLastResort;
        return [id, runner.snapshot()];
      }),
    );
  const snapshots = take(false);
  return [...snapshots.values()].some(isUsable) ? snapshots : take(true);
};
