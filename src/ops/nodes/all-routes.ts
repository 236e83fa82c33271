import type { RoutePace } from '../../domain/alerts/alert-traffic.ts';
import { priorities } from '../../domain/messages/priority.ts';
import { routeCapabilities } from '../../domain/routes/capabilities.ts';
import type { RouteState } from '../../domain/routes/route.ts';
import type { RouteView } from '../../domain/routes/routes-control.ts';
import { Supply } from '../../domain/routes/supply.ts';
import type { Others } from './others.ts';

/** A route of the configuration, which is that of all nodes. */
interface ConfiguredRoute {
  readonly id: string;
  readonly type: RouteView['type'];
  /** The only node that drives it; left out: each node does. */
  readonly node?: string | undefined;
}

interface AllRoutesDeps {
  readonly others: Pick<Others, 'all'>;
  /** The name of this node. */
  readonly own: string;
  readonly configured: () => readonly ConfiguredRoute[];
}

/** A route as one node sees it. */
interface Seen {
  readonly node: string;
  readonly view: RouteView;
}

/** The best state comes first: a route sends as long as one node sends by it. */
const BEST_FIRST: readonly RouteState[] = ['up', 'degraded', 'down', 'disabled'];

/** The routes of all nodes as one list: whoever reads it on the leader sees what each node can do. */
export class AllRoutes {
  readonly #deps: AllRoutesDeps;

  constructor(deps: AllRoutesDeps) {
    this.#deps = deps;
  }

  /** Every configured route, with what all nodes say of it. @param own the routes of this node */
  views(own: readonly RouteView[]): readonly RouteView[] {
    const { configured, own: here } = this.#deps;
    return configured().map((route) => {
      const seen = [
        ...own.filter(({ id }) => id === route.id).map((view) => ({ node: here, view })),
        ...this.#elsewhere(route.id),
      ];
      return seen.length === 0 ? missing(route) : together(seen);
    });
  }

  /** What each route is expected to send, by all nodes together. @param own the paces of this node */
  paces(own: readonly RoutePace[], now: number): readonly RoutePace[] {
    const known = new Set(own.map(({ id }) => id));
    const shared = own.map((pace) => faster(pace, this.#rateElsewhere(pace.id), now));
    const others = this.#deps
      .configured()
      .filter(({ id }) => !known.has(id))
      .map((route) => paceOf(route, this.#elsewhere(route.id), now));
    return [...shared, ...others];
  }

  #elsewhere(id: string): readonly Seen[] {
    return this.#deps.others.all.flatMap(({ name, status }) =>
      (status?.routes ?? []).filter((view) => view.id === id).map((view) => ({ node: name, view })),
    );
  }

  #rateElsewhere(id: string): number {
    // A pace under a contract counts the shares of the other nodes already.
    const free = this.#elsewhere(id).filter(({ view }) => view.contractedRate === undefined);
    return sum(free.filter(isUsable), ({ view }) => rateOf(view));
  }
}

const isUsable = ({ view: { state } }: Seen): boolean => state === 'up' || state === 'degraded';

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0);

/** What a route is known or believed to send, parts per second. */
const rateOf = ({ rate, type }: RouteView): number => Math.max(rate, routeCapabilities[type].believedRate);

const together = (seen: readonly Seen[]): RouteView => {
  const [best, ...worse] = seen.toSorted(
    (a, b) => BEST_FIRST.indexOf(a.view.state) - BEST_FIRST.indexOf(b.view.state),
  );
  if (best === undefined) throw new RangeError('no node sees the route');
  if (worse.length === 0) return best.view;
  const views = seen.map(({ view }) => view);
  const lame = seen.filter(({ view }) => view.state !== best.view.state);
  const state = best.view.state === 'up' && lame.length > 0 ? 'degraded' : best.view.state;
  const reasons = lame.map(({ node, view }) => `${node}: ${view.reason ?? view.state}`);
  return {
    ...best.view,
    state,
    reason: [best.view.reason, ...reasons].filter((reason) => reason !== undefined).join('; ') || undefined,
    rate: sum(views, ({ rate }) => rate),
    inFlight: sum(views, ({ inFlight }) => inFlight),
    // Each node reads from the store what all have sent.
    sentToday: Math.max(...views.map(({ sentToday }) => sentToday)),
    quarantine: views.every(({ quarantine }) => quarantine !== undefined) ? best.view.quarantine : undefined,
  };
};

/** A route of which no node says anything. */
const missing = ({ id, type, node }: ConfiguredRoute): RouteView => ({
  id,
  type,
  state: 'down',
  reason: node === undefined ? 'no node drives it' : `the node ${node} does not run`,
  rate: 0,
  contractedRate: undefined,
  latencyMs: undefined,
  backlog: 0,
  etaMs: { critical: undefined, high: undefined, normal: undefined, low: undefined },
  inFlight: 0,
  sentToday: 0,
  modem: undefined,
  quarantine: undefined,
  receiptId: undefined,
  refusals: undefined,
});

/** The pace with what other nodes add to it. Getters of the pace stay getters. */
const faster = (pace: RoutePace, rate: number, now: number): RoutePace => {
  if (rate === 0) return pace;
  const ratePerSecond = pace.ratePerSecond + rate;
  return {
    id: pace.id,
    capabilities: pace.capabilities,
    usable: true,
    ratePerSecond,
    delayMs: pace.delayMs,
    get ahead() {
      return pace.ahead;
    },
    supply: new Supply(ratePerSecond, undefined, now),
    recipients: pace.recipients,
  };
};

const paceOf = ({ id, type }: ConfiguredRoute, seen: readonly Seen[], now: number): RoutePace => {
  const usable = seen.filter(isUsable);
  const ratePerSecond = sum(usable, ({ view }) => rateOf(view));
  const capabilities = routeCapabilities[type];
  return {
    id,
    capabilities,
    usable: usable.length > 0,
    ratePerSecond,
    delayMs: capabilities.isSlow ? 0 : (usable[0]?.view.latencyMs ?? capabilities.believedLatencyMs),
    // What waits for it is in lanes that this node counts too, without knowing how fast the others are.
    ahead: Object.fromEntries(priorities.map((priority) => [priority, 0])) as RoutePace['ahead'],
    supply: new Supply(ratePerSecond, undefined, now),
  };
};
