import type { Loaded } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import { Plan } from '../../dispatch/plan/plan.ts';
import type { Audit } from '../../domain/operation/audit.ts';
import type { Metrics } from '../../ops/metrics.ts';
import { Reloader } from '../../ops/reload/reloader.ts';
import type { RouteSet } from '../../ops/reload/route-set.ts';
import type { ComposedEars } from '../ears/compose-ears.ts';
import type { Server } from '../http/listening.ts';
import { composeCertificates } from '../http/reload-tls.ts';
import type { ComposedReceipts } from '../receipts.ts';
import { composeRouteChecks, type RouteChecksAround } from '../routes/route-checks.ts';

interface ReloadAround extends Omit<RouteChecksAround, 'ears'> {
  readonly read: () => Loaded;
  readonly api: () => Server['server'];
  readonly routes: RouteSet;
  readonly ears: ComposedEars;
  readonly receipts: Pick<ComposedReceipts, 'followRoutes'>;
  readonly metrics: Metrics;
  readonly audit: Audit;
}

/** Makes what reads the configuration again while the gateway runs, and the checks of the routes, which follow it. */
export const composeReload = async (
  config: Config,
  { read, api, routes, metrics, audit, ...around }: ReloadAround,
) => {
  const { dispatcher, ears, receipts, clock, log } = around;
  const checks = composeRouteChecks(config, routes.present, around);
  const reloader = new Reloader({
    started: config,
    read,
    routes,
    certificates: await composeCertificates(config, api, log),
    plan: (after) => dispatcher.follow(new Plan(after)),
    follow: (after) => {
      ears.use(after);
      receipts.followRoutes(after.routes);
      checks.use(after, routes.present);
    },
    audit,
    clock,
    log,
  });
  metrics.gauge(
    'reload_last_timestamp_seconds',
    'When the configuration was last read again; 0: never since the start.',
    () => (reloader.last?.at ?? 0) / 1000,
  );
  metrics.gauge('reload_refused', '1 if the configuration had errors when it was last read again.', () =>
    reloader.last?.refused === undefined ? 0 : 1,
  );
  metrics.gauge(
    'reload_needs_restart',
    'Changed settings of the file that wait for a restart.',
    () => reloader.needsRestart,
  );
  return {
    reloader,
    /** Resolves when the reload under way has ended. */
    ended: () => reloader.ended(),
    start: () => {
      checks.start();
      reloader.start();
    },
    stop: (): Promise<void> => {
      reloader.close();
      return checks.stop();
    },
  };
};
