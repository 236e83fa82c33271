import type { Beaten, GatewayNode } from '../../domain/operation/nodes.ts';
import type { RouteView } from '../../domain/routes/routes-control.ts';

/** What a node says of itself with each beat. */
interface NodeStatus {
  /** The time by its clock, ms since the epoch; undefined: of another version. */
  readonly at?: number | undefined;
  /** The fingerprint of the plan that it goes by. */
  readonly plan: string;
  readonly routes: readonly RouteView[];
}

/** Another node, as it last described itself. */
export interface OtherNode
  extends Pick<GatewayNode, 'number' | 'name' | 'url' | 'certificate' | 'key' | 'leads'> {
  readonly status: NodeStatus | undefined;
}

/** What this node knows of all nodes since its last beat. */
export class Others {
  #self: GatewayNode | undefined;
  #others: readonly OtherNode[] = [];

  /** Takes over what a beat has shown. */
  learn({ number, nodes }: Beaten): void {
    this.#self = nodes.find((node) => node.number === number);
    this.#others = nodes
      .filter((node) => node.number !== number)
      .map(({ status, ...node }) => ({ ...node, status: statusOf(status) }));
  }

  get all(): readonly OtherNode[] {
    return this.#others;
  }

  /** Whether this node leads. */
  get isLeading(): boolean {
    return this.#self?.leads === true;
  }

  /** The node that leads, if it is another one. */
  get leader(): OtherNode | undefined {
    return this.#others.find(({ leads }) => leads);
  }

  named(name: string): OtherNode | undefined {
    return this.#others.find((node) => node.name === name);
  }

  /** The plans that other nodes go by. */
  get plans(): ReadonlySet<string> {
    return new Set(this.#others.flatMap(({ status }) => (status === undefined ? [] : [status.plan])));
  }

  /** Routes by which another node can send now. */
  usable(): readonly string[] {
    return this.#others.flatMap(({ status }) =>
      (status?.routes ?? [])
        .filter(({ state }) => state === 'up' || state === 'degraded')
        .map(({ id }) => id),
    );
  }
}

/** A status that can't be read is that of another version: the node lives, and nothing more is known of it. */
const statusOf = (text: string | undefined): NodeStatus | undefined => {
  if (text === undefined) return undefined;
  try {
    const { at, plan, routes } = JSON.parse(text) as Partial<NodeStatus>;
    return typeof plan === 'string' && Array.isArray(routes) ? { at, plan, routes } : undefined;
  } catch {
    return undefined;
  }
};
