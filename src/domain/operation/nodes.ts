import type { MessageId } from '../messages/message-id.ts';
import type { Grant, ShareAsk } from '../routes/share/next-grant.ts';

/** One of several gateways on a database. */
export interface GatewayNode {
  /** 1 to 15. */
  readonly number: number;
  /** As in its configuration. */
  readonly name: string;
  /** Whether it alone does what one node does for all, such as the waves of alerts. */
  readonly leads: boolean;
  /** Where the other nodes reach its API; undefined while it does not listen. */
  readonly url: string | undefined;
  /** The PEM of the certificate of an API on HTTPS. */
  readonly certificate: string | undefined;
  /** By which another node proves to it that it is one. */
  readonly key: string | undefined;
  /** What it says of itself, as JSON; undefined before its first beat. */
  readonly status: string | undefined;
}

/** What a node says of itself with each beat. */
export interface Beat {
  /** Where it listens; undefined: not yet, so it can't lead. */
  readonly url?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly status: string;
  /** The waves that this node holds. */
  readonly held: readonly string[];
  /** What it asks of the contracts of its routes, by route. */
  readonly asks: readonly (readonly [route: string, ask: ContractAsk])[];
}

/** What a node asks of a contract. */
interface ContractAsk extends ShareAsk {
  /** Parts per second, above 0. */
  readonly contract: number;
}

/** What a node learns with its beat. */
export interface Beaten {
  readonly number: number;
  /** All nodes that live, by number, this one with them. */
  readonly nodes: readonly GatewayNode[];
  /** Names of nodes that this beat has declared dead. */
  readonly buried: readonly string[];
  /** Messages that a node was sending that ended, and that are this node's now. */
  readonly adopted: readonly MessageId[];
  /** The greatest id of a message in the store; 0: there is none. */
  readonly greatest: number;
  /** What it has of each contract that it has asked for, by route. */
  readonly grants: readonly (readonly [route: string, grant: Grant])[];
  /** The waves that it holds no longer. */
  readonly freed: readonly string[];
  /** Routes that an operator has disabled. */
  readonly disabled: readonly string[];
}

export interface NodeRepository {
  /** The number of this node; 0: the gateway is alone on its store. */
  readonly number: number;
  /** Shows that this node lives, and takes over from nodes that don't. To be called each second. */
  beat(beat: Beat): Promise<Beaten>;
  /**
   * Makes messages due that were to be sent at once by the clock of the node that took them in, which is ahead.
   * @param atMs now, ms since the epoch
   */
  makeDue(atMs: number): Promise<void>;
  /** Ends this node: the others take over what it has left. */
  leave(): Promise<void>;
}
