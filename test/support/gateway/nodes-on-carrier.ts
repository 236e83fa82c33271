import { Smsc, type SmscOptions } from '../../../src/sim/smsc/smsc.ts';
import { AlertClient, type AlertView } from '../alerts/alert-client.ts';
import { Configured } from '../postgres/configured.ts';
import type { KeptServer } from '../postgres/kept-server.ts';
import { PostgresProxy } from '../postgres/proxy.ts';
import { numberOf } from '../store/messages.ts';
import { ALONE, NodeProcesses } from './node-processes.ts';

interface NodesOptions extends SmscOptions {
  /** The window of each route; 20 if left out. */
  readonly window?: number;
  /** Further lines of the configuration. */
  readonly more?: string;
  /** The server that has the database, without anything before it. Left out: that of the tests, by a proxy. */
  readonly server?: KeptServer;
  /** Whether there is one gateway without a name instead, which has the route `of-all` alone. */
  readonly isAlone?: boolean;
}

/** Whether the alert is completed, and nothing of it is under way. */
export const isOver = ({ state, progress: { byState, toCome } }: AlertView): boolean =>
  state === 'completed' && toCome === 0 && ['queued', 'sending', 'sent'].every((one) => !byState[one]);

/**
 * Nodes on a simulated carrier: the routes `of-north` and `of-south` are each of one node, and every node binds
 * `of-all`. The system_id of a route is its id.
 */
export class NodesOnCarrier implements AsyncDisposable {
  readonly smsc: Smsc;
  readonly nodes: NodeProcesses;
  /** What stands between a node and the database, by the node. */
  readonly #databases: ReadonlyMap<string, PostgresProxy>;

  private constructor(smsc: Smsc, nodes: NodeProcesses, databases: ReadonlyMap<string, PostgresProxy>) {
    this.smsc = smsc;
    this.nodes = nodes;
    this.#databases = databases;
  }

  static async make({
    window = 20,
    more = '',
    server,
    isAlone = false,
    ...ofSmsc
  }: NodesOptions = {}): Promise<NodesOnCarrier> {
    const smsc = await Smsc.start(ofSmsc);
    const route = (id: string, own = '') =>
      `  - { id: ${id}, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: ${id}, carrier: sim, window: ${window}, reconnect: { min: 20ms, max: 200ms }${own} }\n`;
    const config = `sender: PREFECTURE
country: FR
uncertainGrace: 300ms
routes:
${isAlone ? '' : route('of-north', ', node: north') + route('of-south', ', node: south')}${route('of-all')}${more}`;
    const databases = new Map<string, PostgresProxy>();
    const byProxy = async (node: string, url: string): Promise<string> => {
      const proxy = databases.get(node) ?? (await PostgresProxy.open(url));
      databases.set(node, proxy);
      return proxy.url;
    };
    const nodes =
      server === undefined
        ? await NodeProcesses.make(config, byProxy)
        : await NodeProcesses.make(config, undefined, await Configured.on(server));
    return new NodesOnCarrier(smsc, nodes, databases);
  }

  /** Takes the database away from these nodes, or gives it back. */
  database(what: 'goAway' | 'comeBack', ...from: readonly string[]): void {
    for (const node of from) this.#databases.get(node)?.[what]();
  }

  /** Starts the node. Resolves once a node leads. */
  async start(name: string): Promise<AlertClient> {
    const client = AlertClient.of(await this.nodes.start(name));
    await this.untilLed(client);
    return client;
  }

  /** Starts the only gateway. Resolves once its route is up. */
  async startAlone(): Promise<AlertClient> {
    const client = AlertClient.of(await this.nodes.start(ALONE));
    await this.untilAllUp(client);
    return client;
  }

  /** Starts `north` and `south`, of which the first one named leads. Resolves once both know that both send. */
  async startBoth(
    leads: 'north' | 'south' = 'north',
  ): Promise<{ readonly north: AlertClient; readonly south: AlertClient }> {
    const first = await this.start(leads);
    const second = await this.start(leads === 'north' ? 'south' : 'north');
    for (const client of [first, second]) await this.untilAllUp(client);
    return leads === 'north' ? { north: first, south: second } : { north: second, south: first };
  }

  /** Waits until all routes are up on the nodes that drive them. */
  async untilAllUp(client: AlertClient): Promise<void> {
    await client.until(
      () => client.get<{ items: { state: string }[] }>('/v1/routes'),
      ({ items }) => items.every(({ state }) => state === 'up'),
    );
  }

  /** Waits until what the leader alone answers is answered through this node. */
  async untilLed(client: AlertClient): Promise<void> {
    await client.until(
      () => client.request('GET', '/v1/alerts?limit=1'),
      ({ status }) => status === 200,
    );
  }

  /**
   * Sends a message by each route, and waits for its receipt: what could leave before has left.
   * @param turn from 0, another one for each call: it decides about the numbers
   */
  async passThrough(client: AlertClient, turn: number): Promise<void> {
    const sent = ['of-north', 'of-south', 'of-all'].map((route, index) =>
      client.send({ to: numberOf(9000 + 3 * turn + index), text: 'Rien à signaler.', routes: [route] }),
    );
    for (const { id } of await Promise.all(sent)) await client.untilState(id, 'delivered');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.nodes[Symbol.asyncDispose]();
    for (const proxy of this.#databases.values()) await proxy[Symbol.asyncDispose]();
    await this.smsc.close();
  }
}
