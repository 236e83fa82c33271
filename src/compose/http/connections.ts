import type { Config } from '../../config/schema.ts';
import { ConnectionGuard } from '../../http/server/connection-guard.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { planDescriptors } from '../../ops/descriptors.ts';
import type { Metrics } from '../../ops/metrics.ts';

interface ConnectionsAround {
  readonly metrics: Metrics;
  readonly openFiles: number | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Limits the connections of the API. Logs a warning if the limit of open files allows fewer than configured. */
export const composeConnections = (
  config: Config,
  { metrics, openFiles, clock, log }: ConnectionsAround,
): ConnectionGuard => {
  const {
    connections: total,
    connectionsPerAddress: perAddress,
    warning,
  } = planDescriptors(config, openFiles);
  if (warning !== undefined) log.warn({ openFiles }, warning);
  const closed = metrics.counter(
    'http_connections_closed',
    'HTTP connections closed because there were too many or the client was too slow.',
    ['reason'],
  );
  const guard = new ConnectionGuard({
    limits: { total, perAddress },
    clock,
    log,
    closed: (reason) => closed.inc({ reason }),
  });
  metrics.gauge('http_connections', 'HTTP connections open.', () => guard.size);
  return guard;
};
