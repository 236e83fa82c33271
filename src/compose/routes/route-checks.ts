import type { Config } from '../../config/schema.ts';
import { isHere } from '../../config/store/node.ts';
import type { Dispatcher } from '../../dispatch/dispatcher.ts';
import { Inquiry } from '../../dispatch/watch/inquiry.ts';
import type { Route } from '../../domain/routes/route.ts';
import type { Intake } from '../../intake/intake.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Balances } from '../../ops/balances.ts';
import { Heartbeats } from '../../ops/heartbeats.ts';
import type { RouteAlarms } from '../../ops/route-alarms.ts';
import type { ReceiptService } from '../../receipts/receipt-service.ts';
import type { Store } from '../../store/store.ts';
import type { ComposedEars } from '../ears/compose-ears.ts';

export interface RouteChecksAround {
  readonly store: Store;
  readonly intake: Intake;
  readonly dispatcher: Dispatcher;
  readonly receiptService: ReceiptService;
  readonly routeAlarms: RouteAlarms;
  readonly ears: Pick<ComposedEars, 'service' | 'watch'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface RouteChecks {
  /** Checks these routes from now on. */
  use(config: Pick<Config, 'node' | 'routes'>, routes: readonly Route[]): void;
  start(): void;
  stop(): Promise<void>;
}

/** The modems that this gateway drives. */
const modemsOf = (config: Pick<Config, 'node' | 'routes'>) =>
  config.routes.filter((route) => route.type === 'modem').filter((route) => isHere(config, route));

/**
 * Makes the checks that routes work: heartbeats and balances of modems, ears, and query_sm for messages whose receipt
 * is missing.
 */
export const composeRouteChecks = (
  config: Config,
  routes: readonly Route[],
  { store, intake, dispatcher, receiptService, routeAlarms, ears, clock, log }: RouteChecksAround,
): RouteChecks => {
  const modems = modemsOf(config);
  const route = (id: string) => dispatcher.get(id);
  const heartbeats = new Heartbeats(modems, {
    messages: store,
    send: (message, owner) => intake.accept(message, owner),
    ears: ears.service,
    route,
    alarm: (id, reason) => routeAlarms.set('heartbeat', id, reason),
    clock,
    log,
  });
  const balances = new Balances(modems, {
    route,
    balance: (id) => dispatcher.sim(id)?.balance,
    alarm: (id, reason) => routeAlarms.set('balance', id, reason),
    clock,
    log,
  });
  const inquiry = new Inquiry(routes, {
    repository: store,
    receipt: (receipt) => receiptService.take(receipt),
    clock,
    log,
  });
  return {
    use: (now, present) => {
      heartbeats.use(modemsOf(now));
      balances.use(modemsOf(now));
      inquiry.use(present);
    },
    start: () => {
      heartbeats.start();
      balances.start();
      inquiry.start();
      ears.watch.start();
    },
    stop: async () => {
      inquiry.stop();
      await Promise.all([heartbeats.stop(), balances.stop(), ears.watch.stop()]);
    },
  };
};
