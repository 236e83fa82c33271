import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Config } from '../../config/schema.ts';
import type { Dispatcher } from '../../dispatch/dispatcher.ts';
import { Plan } from '../../dispatch/plan/plan.ts';
import { ContractShares } from '../../dispatch/share/contract-shares.ts';
import type { HttpNodes, Where } from '../../http/server/forward/nodes.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { AllRoutes } from '../../ops/nodes/all-routes.ts';
import { type Followers, Membership } from '../../ops/nodes/membership.ts';
import { type OtherNode, Others } from '../../ops/nodes/others.ts';
import type { Store } from '../../store/store.ts';

interface NodesAround {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly dispatcher: () => Dispatcher;
  /** The routes of the configuration that is followed now. */
  readonly configured: () => Config['routes'];
}

export type ComposedNodes = ReturnType<typeof composeNodes>;

/** Makes what a gateway knows of the others on its database; undefined: it is alone. */
export const composeNodes = (config: Config, { store, clock, log, dispatcher, configured }: NodesAround) => {
  const { node } = config;
  if (node === undefined) return undefined;
  const others = new Others();
  const all = new AllRoutes({ others, own: node.name, configured });
  const shares = new ContractShares({
    wanted: () => dispatcher().wanted(),
    shareTo: (route, share) => dispatcher().shareTo(route, share),
    clock,
  });
  const key = randomBytes(32).toString('base64url');
  const membership = new Membership({
    name: node.name,
    key,
    plan: new Plan(config).fingerprint,
    nodes: store.nodes,
    others,
    shares,
    clock,
    log,
  });
  void store.broken.then(() => membership.lose());
  store.whenQueued(() => membership.told());
  return {
    membership,
    /** The contracts of this node's routes, which are shared with the other nodes. */
    contracts: shares,
    /** What the dispatcher knows of other processes. */
    ofDispatcher: {
      usable: () => others.usable(),
      isLeading: () => others.isLeading,
      isSure: () => membership.isSure,
      views: all.views.bind(all),
      paces: (own: Parameters<AllRoutes['paces']>[0]) => all.paces(own, clock.now()),
    },
    /** For the API, which forwards to the leader what only the leader does. */
    http: {
      name: node.name,
      key,
      leader: (): Where => {
        if (others.isLeading) return membership.isReady ? 'here' : 'nowhere';
        return placeOf(others.leader);
      },
      ownerOf: (route: string): Where | undefined => {
        const owner = configured().find(({ id }) => id === route)?.node;
        if (owner === undefined) return undefined;
        return owner === node.name ? 'here' : placeOf(others.named(owner));
      },
    } satisfies HttpNodes,
    /** Lets these parts follow what the beats show. @param url of the API, as it listens */
    follow: (followers: Omit<Followers, 'certificate'>): void =>
      membership.follow({
        ...followers,
        url: reachableAt(followers.url, node.url),
        certificate: () => certificateOf(config),
      }),
  };
};

const placeOf = (other: OtherNode | undefined): Where => {
  const { url, key, certificate } = other ?? {};
  return url === undefined || key === undefined ? 'nowhere' : { url, key, certificate };
};

/** The certificate of the API as it is on disk now, which may have been renewed since the start. */
const certificateOf = ({ http: { tls } }: Config): string | undefined => {
  try {
    return tls && readFileSync(tls.cert, 'utf8');
  } catch {
    return undefined;
  }
};

/** Where others reach an API that listens on all addresses: at the name of its machine. */
export const reachableAt = (url: string, configured: string | undefined): string => {
  if (configured !== undefined) return configured;
  const { protocol, hostname: host, port } = new URL(url);
  const isAny = host === '0.0.0.0' || host === '[::]';
  return `${protocol}//${isAny ? hostname() : host}:${port}`;
};
