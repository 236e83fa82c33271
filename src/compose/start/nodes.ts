import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Config } from '../../config/schema.ts';
import type { Dispatcher } from '../../dispatch/dispatcher.ts';
import type { LaneRegistry } from '../../dispatch/plan/lane-registry.ts';
import { type Asked, Shares } from '../../dispatch/share/shares.ts';
import type { MessageIds } from '../../domain/messages/message-id.ts';
import type { Beaten } from '../../domain/operation/nodes.ts';
import type { HttpNodes, Where } from '../../http/server/forward/nodes.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { AllRoutes } from '../../ops/nodes/all-routes.ts';
import { Heart } from '../../ops/nodes/heart.ts';
import { type NodeStatus, type OtherNode, Others } from '../../ops/nodes/others.ts';
import type { Store } from '../../store/store.ts';

/** After a count of the queue, the next one waits so many times as long as it took. */
const COUNT_REST = 20;

interface NodesAround {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the heart of a node needs, once all of it is made. */
export interface BeatAround extends NodesAround {
  readonly dispatcher: Dispatcher;
  readonly lanes: LaneRegistry;
  readonly ids: MessageIds;
  /** The address of the API here. */
  readonly url: string;
  /** Called once, when this node begins to lead. Until it has resolved, this node carries out nothing as the leader. */
  readonly lead: () => Promise<void>;
  /** Called with each beat of the leader. */
  readonly look: () => void;
}

export type ComposedNodes = ReturnType<typeof composeNodes>;

/**
 * Makes what a gateway knows of the others on its database; undefined: it is alone.
 * @param configured the routes of the configuration that is followed now
 */
export const composeNodes = (
  config: Config,
  configured: () => Config['routes'],
  { clock }: Pick<NodesAround, 'clock'>,
) => {
  const { node } = config;
  if (node === undefined) return undefined;
  const others = new Others();
  const all = new AllRoutes({ others, own: node.name, configured });
  /** By which the other nodes prove to this one who they are. */
  const key = randomBytes(32).toString('base64url');
  let heart: Heart | undefined;
  let asked: Asked | undefined;
  const shares = new Shares();
  const contracts = new Map<string, number>();
  let isReady = false;
  let countAt = Number.NEGATIVE_INFINITY;

  const shareTo = (dispatcher: Pick<Dispatcher, 'shareTo'>, route: string): void => {
    const share = shares.of(route);
    if (share !== undefined) dispatcher.shareTo(route, share);
  };

  const recount = async (dispatcher: Dispatcher): Promise<void> => {
    const startedAt = clock.elapsed();
    if (startedAt < countAt) return;
    await dispatcher.recount();
    countAt = clock.elapsed() + COUNT_REST * (clock.elapsed() - startedAt);
  };

  const beaten = async (learnt: Beaten, around: BeatAround): Promise<void> => {
    const { dispatcher, ids, log } = around;
    others.learn(learnt);
    ids.atLeast(learnt.greatest);
    for (const name of learnt.buried)
      log.warn({ node: name }, 'a node no longer beats: it is taken for dead');
    if (learnt.adopted.length > 0) {
      log.warn({ messages: learnt.adopted.length }, 'takes up what a node was sending that has ended');
      await dispatcher.takeOver(learnt.adopted);
    }
    if (asked !== undefined) shares.granted(asked, new Map(learnt.grants), clock.elapsed());
    for (const route of contracts.keys()) shareTo(dispatcher, route);
    for (const turn of learnt.freed) dispatcher.turns.release(turn);
    dispatcher.disable(learnt.disabled);
    await recount(dispatcher);
    if (!others.isLeading) return;
    dispatcher.keepPlans(others.plans);
    if (!isReady) {
      log.info({ node: node.name }, 'this node leads from now on');
      await around.lead();
      isReady = true;
    }
    around.look();
  };

  return {
    name: node.name,
    key,
    others,
    /** What the dispatcher knows of other processes. */
    ofDispatcher: {
      usable: () => others.usable(),
      views: all.views.bind(all),
      paces: (own: Parameters<AllRoutes['paces']>[0]) => all.paces(own, clock.now()),
    },
    /** The routes of this node that have a contract, which is shared with the other nodes. */
    contracts: {
      /** To be called before the route starts: it sends nothing until its first share is granted. */
      set: (dispatcher: Pick<Dispatcher, 'shareTo'>, route: string, contract: number): void => {
        if (contracts.has(route)) shares.contractTo(route, contract, clock.elapsed());
        else shares.add(route, contract, clock.elapsed());
        contracts.set(route, contract);
        shareTo(dispatcher, route);
      },
      delete: (route: string): void => {
        contracts.delete(route);
        shares.remove(route);
      },
    },
    /** For the API, which forwards to the leader what only the leader does. */
    http: {
      name: node.name,
      key,
      leader: (): Where => {
        if (others.isLeading) return isReady ? 'here' : 'nowhere';
        return placeOf(others.leader);
      },
      ownerOf: (route: string): Where | undefined => {
        const owner = configured().find(({ id }) => id === route)?.node;
        if (owner === undefined) return undefined;
        return owner === node.name ? 'here' : placeOf(others.named(owner));
      },
    } satisfies HttpNodes,
    start: (around: BeatAround): void => {
      const { store, dispatcher, lanes, log, url } = around;
      heart = new Heart({
        nodes: store.nodes,
        says: () => {
          const status: NodeStatus = { plan: lanes.fingerprint, routes: dispatcher.own };
          asked = shares.begin(dispatcher.wanted(), clock.elapsed());
          return {
            asks: [...asked.asks].map(([route, ask]) => [
              route,
              { ...ask, contract: contracts.get(route) ?? 1 },
            ]),
            url: reachableAt(url, node.url),
            key,
            status: JSON.stringify(status),
            held: dispatcher.turns.held,
          };
        },
        beaten: (learnt) => beaten(learnt, around),
        clock,
        log,
      });
      heart.start();
    },
    /** To be called when nothing is written any more: from then on another node may take over. */
    stop: async (): Promise<void> => heart?.stop(),
  };
};

const placeOf = (other: OtherNode | undefined): Where => {
  const { url, key, certificate } = other ?? {};
  return url === undefined || key === undefined ? 'nowhere' : { url, key, certificate };
};

/** Where others reach an API that listens on all addresses: at the name of its machine. */
export const reachableAt = (url: string, configured: string | undefined): string => {
  if (configured !== undefined) return configured;
  const { protocol, hostname: host, port } = new URL(url);
  const isAny = host === '0.0.0.0' || host === '[::]';
  return `${protocol}//${isAny ? hostname() : host}:${port}`;
};
