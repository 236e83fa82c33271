import type { PartKey, ReceiptMatch, RouteInbound, RouteReceipt } from '../routes/route.ts';
import type { Encoding } from '../text/encoding.ts';
import type { MessageId } from './message-id.ts';
import type { Msisdn } from './msisdn.ts';
import type { Outcome, Uncertainty } from './outcome.ts';
import type { Priority } from './priority.ts';

/** A message that a route has now: on disk as `sending`, with this route and attempt, before its first octet leaves. */
export interface Claimed {
  readonly id: MessageId;
  readonly to: Msisdn;
  readonly from: string | undefined;
  readonly text: string;
  readonly priority: Priority;
  readonly encoding: Encoding;
  readonly flash: boolean;
  readonly parts: number;
  readonly lane: number;
  readonly attempt: number;
  readonly validUntil: number;
  readonly onUncertain: Uncertainty;
  /** The 16-bit concatenation reference of this attempt (TS 23.040 9.2.3.24.8), which its parts keep; 0 for one part. */
  readonly concatReference: number;
  /** The parts of the attempt that are still to be sent; undefined: all of them. */
  readonly rest?: Rest;
}

/** What is left of an attempt of which a route has taken, or may have taken, some parts. */
export interface Rest {
  /** Surely not taken by the route: 1 or more of them. */
  readonly parts: readonly number[];
  /** Known to be accepted; a part that is in neither list is in doubt. */
  readonly accepted: readonly number[];
  /** When the first part of the attempt was handed over, ms since the epoch. */
  readonly since: number;
}

export interface ClaimRequest {
  readonly lane: number;
  readonly priority: Priority;
  readonly route: string;
  /** Parts that the route has room for, 1 or more; one message is claimed even if it has more parts. */
  readonly maxParts: number;
  readonly now: number;
  /**
   * Routes that take messages now; left out: all. What is reserved for another one until a time need not wait for that
   * time, unless it was sent anew before: each time may be a duplicate.
   */
  readonly usable?: readonly string[];
}

export interface ClaimResult {
  readonly claimed: readonly Claimed[];
  /** When the next message of this class is due; undefined if it has none. In the past when more could be claimed. */
  readonly nextDueAt: number | undefined;
}

/** What became of a claimed message, for the disk. Times in ms since the epoch. */
export type Settlement =
  | {
      readonly kind: 'accepted';
      readonly key: PartKey;
      readonly route: string;
      readonly outcome: Extract<Outcome, { kind: 'accepted' }>;
      readonly at: number;
      /** Every part of the attempt is accepted now: the message is sent. */
      readonly whole: boolean;
      /** The message has this part alone: the store needs not look for others. Left out: it looks. */
      readonly single?: boolean;
    }
  | {
      /** Answered after it was given up: the store looks whether the attempt is whole now. */
      readonly kind: 'acceptedLate';
      readonly key: PartKey;
      readonly route: string;
      readonly outcome: Extract<Outcome, { kind: 'accepted' }>;
      readonly at: number;
    }
  | {
      /** Back into the queue: another attempt, by another route or later. */
      readonly kind: 'requeued';
      readonly key: PartKey;
      readonly route: string;
      readonly at: number;
      readonly dueAt: number;
      readonly lane: number;
      readonly priority: Priority;
      readonly reason: string;
      readonly evidence: string | undefined;
      /** Not by this route before that time, if another can. */
      readonly avoidRouteUntil: number | undefined;
      /** Something of this attempt may have arrived: the next one that is begun is a possible duplicate. */
      readonly possibleDuplicate: boolean;
      /** No other route may take it before, ms since the epoch, or `FOREVER`; undefined: any route may. */
      readonly reservedUntil?: number | undefined;
      /** This route goes on with the attempt, and sends these parts alone; another one begins anew, as a duplicate. */
      readonly rest?: Pick<Rest, 'parts' | 'since'>;
    }
  | {
      readonly kind: 'ended';
      readonly key: PartKey;
      readonly route: string;
      readonly at: number;
      readonly state: 'failed' | 'undelivered' | 'uncertain' | 'expired';
      readonly reason: string;
      readonly evidence: string | undefined;
    }
  | {
      /** No answer came for the part: kept, so that a receipt for its recipient may still settle it. */
      readonly kind: 'unanswered';
      readonly key: PartKey;
      readonly route: string;
      readonly at: number;
      readonly reason: string;
      readonly evidence: string | undefined;
    }
  | {
      /** Evidence that changes no state. */
      readonly kind: 'noted';
      readonly key: PartKey;
      readonly route: string;
      readonly at: number;
      readonly reason: string;
      readonly evidence: string | undefined;
      /** The carrier took nothing of the attempt, as is known now: any route may have the message, and no copy is there. */
      readonly nothingTaken?: true;
    };

/** For a message that no other route may ever take. */
export const FOREVER = Number.MAX_SAFE_INTEGER;

/** A message that was `sending` when the process ended: its unanswered parts are uncertain, and only those. */
export interface Interrupted {
  readonly message: Claimed;
  readonly route: string;
  readonly acceptedParts: readonly number[];
}

export interface ClassCount {
  readonly lane: number;
  readonly priority: Priority;
  readonly messages: number;
}

export interface Queue {
  claim(request: ClaimRequest): Promise<ClaimResult>;
  settle(settlements: readonly Settlement[]): Promise<void>;
  /** What was being sent when the process ended last. */
  interrupted(): Promise<readonly Interrupted[]>;
  counts(): Promise<readonly ClassCount[]>;
}

export interface EndedClass {
  readonly lane: number;
  readonly priority: Priority;
  readonly messages: number;
}

/** What the watchdog asks for: no message stays open past its validity plus grace. Bounded work a call. */
export interface DeadlineRepository {
  /** Queued messages with a deadline in (after, now] become `expired`; `more` when some are left. */
  expireQueued(
    afterMs: number,
    nowMs: number,
  ): Promise<{ readonly ended: readonly EndedClass[]; readonly more: boolean }>;
  /** Sent ones with a deadline in (after, until] become `unconfirmed`, those still sending `uncertain`. */
  giveUp(
    afterMs: number,
    untilMs: number,
    nowMs: number,
  ): Promise<{ readonly ended: number; readonly more: boolean }>;
}

/** A part that was accepted, of a message that is sent and whose receipt hasn't come. */
export interface Unreceipted {
  readonly messageId: MessageId;
  readonly validUntil: number;
  readonly to: Msisdn;
  readonly from: string | undefined;
  readonly part: number;
  readonly carrier: string;
  readonly carrierRef: string;
}

/** A message's place in the order of the deadlines. */
export type Deadline = Pick<Unreceipted, 'validUntil' | 'messageId'>;

export interface InquiryRepository {
  /** The parts, by deadline, of the next messages of this route behind `after`, with deadlines until `untilMs`. */
  unreceipted(
    route: string,
    after: Deadline,
    untilMs: number,
    messages: number,
  ): Promise<readonly Unreceipted[]>;
}

export interface ReceiptRepository {
  /** One answer a receipt, in their order. */
  record(receipts: readonly RouteReceipt[], atMs: number): Promise<readonly ReceiptMatch[]>;
}

/** How a message from a phone fared. */
export interface Received {
  /** Too many long messages wait for their parts: of the oldest, the inbox shows what came. */
  readonly crowded: boolean;
}

export interface Inbox {
  receive(message: RouteInbound, atMs: number): Promise<Received>;
  /** Shows what came of long messages whose rest has been waited for too long, of at most `limit`; how many there were. */
  showOverdue(nowMs: number, limit: number): Promise<number>;
}

/** Lanes: which tiers may carry a message, as a small number that the queue is ordered by. */
export interface LaneStore {
  /** The number of the lane with this key, made if there is none. */
  ensureLane(key: string): Promise<number>;
  lanes(): Promise<readonly { readonly lane: number; readonly key: string }[]>;
  /**
   * Messages in the lanes given that are queued, or were being sent as the process ended and may come back; by id, for
   * putting them elsewhere after the plan changed.
   */
  unsentIn(
    lanes: readonly number[],
    afterId: number,
    limit: number,
  ): Promise<
    readonly {
      id: MessageId;
      lane: number;
      to: Msisdn;
      priority: Priority;
      routes: readonly string[] | undefined;
    }[]
  >;
  moveToLanes(moves: readonly { readonly id: MessageId; readonly lane: number }[]): Promise<void>;
}

/** What an operator set for a route, and what it carried, over restarts. */
export interface RouteLedger {
  setEnabled(route: string, enabled: boolean): Promise<void>;
  disabledRoutes(): Promise<readonly string[]>;
  /** Parts accepted since the beginning of the UTC day of `nowMs`, by route. */
  acceptedToday(nowMs: number): Promise<ReadonlyMap<string, number>>;
}
