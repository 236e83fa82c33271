import { fileURLToPath } from 'node:url';
import type { Config, RouteConfig } from '../../config/schema.ts';
import type { Dispatcher } from '../../dispatch/dispatcher.ts';
import type { Route, RouteEvents } from '../../domain/routes/route.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { ReceiptService } from '../../receipts/receipt-service.ts';
import { PortFinder } from '../../routes/modem/device/port-finder.ts';
import { loadProfiles, type ModemProfile } from '../../routes/modem/device/profile.ts';
import { listPorts, systemHost } from '../../routes/modem/device/system-host.ts';
import { createManagerRoute } from '../../routes/modem/manager/manager-route.ts';
import { createModemRoute } from '../../routes/modem/modem-route.ts';
import { createSmppRoute } from '../../routes/smpp/smpp-route.ts';
import type { Store } from '../../store/store.ts';
import type { Traced } from '../traces.ts';

const PROFILES = fileURLToPath(new URL('../../../hardware/profiles', import.meta.url));

/** A log that adds the id of the route to each line. */
const logOf = (log: Log, route: string): Log => ({
  debug: (fields, message) => log.debug({ route, ...fields }, message),
  info: (fields, message) => log.info({ route, ...fields }, message),
  warn: (fields, message) => log.warn({ route, ...fields }, message),
  error: (fields, message) => log.error({ route, ...fields }, message),
});

export interface RoutesAround {
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly receiptService: ReceiptService;
  readonly traced: Pick<Traced, 'receipts' | 'traces'>;
  /** Stores a message from a phone, or the part of one. */
  readonly inbox: RouteEvents['inbound'];
  /** Stores a page of a cell broadcast. */
  readonly broadcast: RouteEvents['broadcast'];
  readonly clock: Clock;
  readonly log: Log;
}

/** @throws Error if the profile of a modem can't be read */
export const routeMaker = async (
  config: Config,
  { store, dispatcher, receiptService, traced, inbox, broadcast, clock, log }: RoutesAround,
): Promise<(route: RouteConfig) => Route> => {
  const needsModems = config.routes.some(({ type }) => type === 'modem');
  const profiles: readonly ModemProfile[] = needsModems ? await loadProfiles(PROFILES) : [];
  const ports = new PortFinder({ ...systemHost, list: () => listPorts(config.modemPorts) }, clock);
  const receipts = traced.receipts(receiptService);
  const { traces } = traced;
  return (route) => {
    const events: RouteEvents = {
      changed: () => dispatcher.changed(),
      receipt: (receipt) => receipts.take(receipt),
      inbound: inbox,
      broadcast,
      lateOutcome: (key, outcome) => dispatcher.late(route.id, key, outcome),
      ...(traces === undefined ? {} : { handedOver: (key, session) => traces.handedOver(key, session) }),
    };
    const deps = { clock, events, log: logOf(log, route.id), random: Math.random };
    if (route.type === 'smpp') return createSmppRoute(route, deps);
    if (route.modemManager !== undefined) return createManagerRoute(route, { ...deps, simRepository: store });
    return createModemRoute(route, { ...deps, simRepository: store, signals: store, profiles, ports });
  };
};
