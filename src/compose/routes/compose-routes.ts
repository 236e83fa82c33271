import { fileURLToPath } from 'node:url';
import type { Config, RouteConfig } from '../../config/schema.ts';
import { isHere } from '../../config/store/node.ts';
import type { Dispatcher } from '../../dispatch/dispatcher.ts';
import type { Route, RouteEvents } from '../../domain/routes/route.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { RouteSet } from '../../ops/reload/route-set.ts';
import type { RouteAlarms } from '../../ops/route-alarms.ts';
import type { ReceiptService } from '../../receipts/receipt-service.ts';
import { PortFinder } from '../../routes/modem/device/port-finder.ts';
import { loadProfiles, type ModemProfile } from '../../routes/modem/device/profile.ts';
import { ManagerRoute } from '../../routes/modem/manager/manager-route.ts';
import { createModemRoute } from '../../routes/modem/modem-route.ts';
import { createSmppRoute } from '../../routes/smpp/smpp-route.ts';
import type { Store } from '../../store/store.ts';
import type { ComposedEars } from '../ears/compose-ears.ts';
import type { Machine } from '../machine.ts';
import type { ComposedNodes } from '../start/nodes.ts';
import type { Traced } from '../traces.ts';

const PROFILES = fileURLToPath(new URL('../../../hardware/profiles', import.meta.url));

/** A log that adds the id of the route to each line. */
const logOf = (log: Log, route: string): Log => ({
  debug: (fields, message) => log.debug({ route, ...fields }, message),
  info: (fields, message) => log.info({ route, ...fields }, message),
  warn: (fields, message) => log.warn({ route, ...fields }, message),
  error: (fields, message) => log.error({ route, ...fields }, message),
});

interface RoutesAround {
  readonly store: Store;
  readonly dispatcher: Dispatcher;
  readonly receiptService: ReceiptService;
  readonly traced: Pick<Traced, 'receipts' | 'traces' | 'route'>;
  readonly routeAlarms: RouteAlarms;
  readonly ears: Pick<ComposedEars, 'take'>;
  readonly machine: Machine;
  /** Undefined: the gateway is alone on its store. */
  readonly nodes: ComposedNodes;
  readonly clock: Clock;
  readonly log: Log;
}

/** What it returns makes a route that isn't started; it rejects if a modem's profile is unknown or can't be read. */
const routeMaker = (
  config: Pick<Config, 'modemPorts'>,
  { store, dispatcher, receiptService, traced, ears, machine, clock, log }: RoutesAround,
): ((route: RouteConfig) => Promise<Route>) => {
  let loaded: Promise<readonly ModemProfile[]> | undefined;
  const host = machine.modems(config.modemPorts);
  const ports = new PortFinder(host, clock);
  const receipts = traced.receipts(receiptService);
  const { traces } = traced;
  return async (route) => {
    const events: RouteEvents = {
      changed: () => dispatcher.changed(),
      receipt: (receipt) => receipts.take(receipt),
      inbound: ears.take.inbox,
      broadcast: ears.take.broadcast,
      lateOutcome: (key, outcome) => dispatcher.late(route.id, key, outcome),
      ...(traces === undefined ? {} : { handedOver: (key, session) => traces.handedOver(key, session) }),
    };
    const deps = { clock, events, log: logOf(log, route.id), random: machine.random };
    if (route.type === 'smpp') return createSmppRoute(route, { ...deps, dial: machine.dial });
    if (route.modemManager !== undefined)
      return new ManagerRoute(route, { ...deps, simRepository: store }, host);
    loaded ??= loadProfiles(PROFILES);
    const profiles = await loaded;
    return createModemRoute(route, { ...deps, simRepository: store, signals: store, profiles, ports }, host);
  };
};

/** Makes the routes of the configuration, which the dispatcher starts. */
export const composeRouteSet = async (config: Config, around: RoutesAround): Promise<RouteSet> => {
  const { dispatcher, traced, routeAlarms, nodes, clock, log } = around;
  const routes = new RouteSet({
    make: routeMaker(config, around),
    isHere: (route) => isHere(config, route),
    sender: {
      addRoute: (route, contract) => {
        dispatcher.addRoute(traced.route(route), contract);
        if (contract !== undefined) nodes?.contracts.set(route.id, contract);
      },
      removeRoute: async (id, reason, signal) => {
        await dispatcher.removeRoute(id, reason, signal);
        // A reload may have put another route in its place meanwhile, which has the contract now.
        if (!dispatcher.own.some((route) => route.id === id)) nodes?.contracts.delete(id);
      },
      setRate: (id, contract) => {
        dispatcher.setRate(id, contract);
        nodes?.contracts.set(id, contract);
      },
      arrange: (ids) => dispatcher.arrange(ids),
    },
    alarms: routeAlarms,
    clock,
    log,
  });
  await routes.open(config.routes);
  return routes;
};
