import { handlesParts } from '../../config/routes/ear.ts';
import type { Config } from '../../config/schema.ts';
import type { Dispatcher } from '../../dispatch/dispatcher.ts';
import type { BroadcastPage } from '../../domain/inbound/cell-broadcast.ts';
import type { Message } from '../../domain/messages/message.ts';
import type { RouteInbound } from '../../domain/routes/route.ts';
import type { Intake } from '../../intake/intake.ts';
import { normaliseNumber } from '../../intake/normalise-number.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { EarService } from '../../ops/ears/ear-service.ts';
import { EarWatch } from '../../ops/ears/ear-watch.ts';
import type { RouteAlarms } from '../../ops/route-alarms.ts';
import type { Store } from '../../store/store.ts';
import type { Machine } from '../machine.ts';

export interface EarsAround {
  readonly store: Store;
  readonly dispatcher: Pick<Dispatcher, 'get' | 'list'>;
  readonly routeAlarms: RouteAlarms;
  /** Called when a message arrived that is for the inbox. */
  readonly inbox: (message: RouteInbound) => Promise<'kept' | 'overLimit'>;
  /** Stores a page of a cell broadcast. */
  readonly broadcast: (page: BroadcastPage) => Promise<void>;
  readonly send: Intake['accept'];
  readonly machine: Pick<Machine, 'random'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** The modems that are ears, and the settings of each. */
const earsOf = (config: Pick<Config, 'routes'>) =>
  config.routes.flatMap((route) =>
    route.type === 'modem' && route.ear !== undefined ? [{ route: route.id, ...route.ear }] : [],
  );

/** What the ears know of the routes. The SIM of a modem has a sender of its own, whatever the message says. */
const knownOf = (config: Pick<Config, 'routes'>) => ({
  ears: earsOf(config),
  ownSenders: new Set(config.routes.filter(({ type }) => type === 'modem').map(({ id }) => id)),
  withParts: new Set(config.routes.filter(handlesParts).map(({ id }) => id)),
});

/** Makes the ears: modems to whose numbers the other routes send, to compare what arrives with what was sent. */
export const composeEars = (
  config: Config,
  { store, dispatcher, routeAlarms, inbox, broadcast, send, machine, clock, log }: EarsAround,
) => {
  let { ears, ownSenders, withParts } = knownOf(config);
  const numberOf = (text: string) => normaliseNumber(text, config.country);
  const service = new EarService(ears, {
    repository: store.ears,
    messages: store,
    route: (id) => dispatcher.get(id),
    senderOf: (ear: string, route: string, from: Message['from']) =>
      ears.find((one) => one.route === ear)?.senders[route] ?? (ownSenders.has(route) ? undefined : from),
    keepsParts: (ear, route) => withParts.has(ear) && withParts.has(route),
    isSame: (one, other) =>
      one === other || (numberOf(one) !== undefined && numberOf(one) === numberOf(other)),
    heard: () => watch.wake(),
    clock,
    random: machine.random,
  });
  const watch = new EarWatch(ears, {
    service,
    messages: store,
    send,
    routes: () => dispatcher.list(),
    alarm: (ear, route, reason) => routeAlarms.set(`ear ${ear}`, route, reason),
    forget: (beforeMs) => store.ears.forgetHeard(beforeMs),
    clock,
    log,
  });
  const heard = async (message: RouteInbound): Promise<'kept' | 'overLimit'> =>
    (await service.take(message)) ? 'kept' : inbox(message);
  const use = (now: Pick<Config, 'routes'>): void => {
    ({ ears, ownSenders, withParts } = knownOf(now));
    service.use(ears);
    watch.use(ears, new Set(now.routes.map(({ id }) => id)));
  };
  const http = { earChecks: () => watch.checks(), broadcasts: store.cellBroadcasts };
  return { service, watch, use, take: { inbox: heard, broadcast }, http };
};

export type ComposedEars = ReturnType<typeof composeEars>;
