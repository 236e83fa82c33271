import type { PartKey, RouteInbound } from '../routes/route.ts';
import type { Encoding } from '../text/encoding.ts';
import type { ClaimRequest, TooLong } from './claim.ts';
import type { MessageId } from './message-id.ts';
import type { Msisdn } from './msisdn.ts';
import type { Outcome, Uncertainty } from './outcome.ts';
import type { Priority } from './priority.ts';

/** A message that a route has. It is `sending` on disk, with this route and attempt, before its first octet leaves. */
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
  /** The 16-bit concatenation reference (TS 23.040 9.2.3.24.8) of all parts of this attempt; 0 for a single part. */
  readonly concatReference: number;
  /** The parts of the attempt that are still to be sent; undefined: all. */
  readonly rest?: Rest;
}

/** What is left of an attempt of which the route has taken, or may have taken, some parts. */
export interface Rest {
  /** Parts that the route has certainly not taken, 1 or more. */
  readonly parts: readonly number[];
  /** Parts known to be accepted. A part in neither list is in doubt. */
  readonly accepted: readonly number[];
  /** When the first part of the attempt was given to the route, ms since the epoch. */
  readonly since: number;
  /** Another node had the message last, and may have sent parts: what this node remembers of the attempt is too old. */
  readonly elsewhere?: true;
}

export interface ClaimResult {
  /** Among the first due messages the first that was too long; left out: there is none, or no lengths were given. */
  readonly tooLong?: TooLong | undefined;
  /** The wave is held, though this process may not know it yet. */
  readonly isHeld?: boolean;
  readonly claimed: readonly Claimed[];
  /** When the next message of this class is due, ms since the epoch; in the past if more can be claimed now. */
  readonly nextDueAt: number | undefined;
}

/** What an outcome means for a claimed message on disk. Times in ms since the epoch. */
export type Settlement =
  | {
      readonly kind: 'accepted';
      readonly key: PartKey;
      readonly route: string;
      readonly outcome: Extract<Outcome, { kind: 'accepted' }>;
      readonly at: number;
      /** Every part of the attempt is accepted now, so the message is sent. */
      readonly whole: boolean;
      /** The message has only this part, so the store needn't look for others. Left out: the store looks. */
      readonly single?: boolean;
    }
  | {
      /** The answer came after the part was given up. The store checks whether every part is accepted now. */
      readonly kind: 'acceptedLate';
      readonly key: PartKey;
      readonly route: string;
      readonly outcome: Extract<Outcome, { kind: 'accepted' }>;
      readonly at: number;
    }
  | {
      /** The message is back in the queue, for another attempt: by another route, or later. */
      readonly kind: 'requeued';
      readonly key: PartKey;
      readonly route: string;
      readonly at: number;
      readonly dueAt: number;
      readonly lane: number;
      readonly priority: Priority;
      readonly reason: string;
      readonly evidence: string | undefined;
      /** Until this time only other routes may take the message; undefined: this route may take the message too. */
      readonly avoidRouteUntil: number | undefined;
      /** Something of this attempt may have arrived, so the next attempt is a possible duplicate. */
      readonly possibleDuplicate: boolean;
      /** Until this time (or `FOREVER`) no other route may take the message; undefined: any route may. */
      readonly reservedUntil?: number | undefined;
      /** This route continues the attempt with these parts only. Another route would send a possible duplicate. */
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
      /** No answer came for the part. The part is kept, so that a receipt from its recipient can still settle it. */
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
      /** The carrier did surely not take this part: it is sent with the rest of its attempt, if that waits. */
      readonly notTaken?: true;
      /** It is known now that the carrier took no part of the attempt: any route may send it, without a duplicate. */
      readonly nothingTaken?: true;
      /** Only with `nothingTaken`: until when other routes have the message first, ms since the epoch. */
      readonly avoidRouteUntil?: number;
    };

/** The value of `reservedUntil` for a message that no other route may ever take. */
export const FOREVER = Number.MAX_SAFE_INTEGER;

/** A message that was `sending` when the process ended. Only its unanswered parts are in doubt. */
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

export interface ClassDue extends ClassCount {
  /** When the first of them is due, ms since the epoch. */
  readonly dueAt: number;
}

export interface Queue {
  claim(request: ClaimRequest): Promise<ClaimResult>;
  settle(settlements: readonly Settlement[]): Promise<void>;
  /**
   * The messages that were `sending` when the last process ended.
   * @param only of a node that has ended, which this one has taken over; left out: its own
   */
  interrupted(only?: readonly MessageId[]): Promise<readonly Interrupted[]>;
  counts(): Promise<readonly ClassDue[]>;
}

export interface EndedClass {
  readonly lane: number;
  readonly priority: Priority;
  readonly messages: number;
}

/** Ends messages whose validity is over, for the watchdog. Each call does a bounded amount of work. */
export interface DeadlineRepository {
  /** Queued messages with a deadline in (after, now] become `expired`; `more` if some are left. */
  expireQueued(
    afterMs: number,
    nowMs: number,
  ): Promise<{ readonly ended: readonly EndedClass[]; readonly more: boolean }>;
  /** Sent messages with a deadline in (after, until] become `unconfirmed`, and those `sending` become `uncertain`. */
  giveUp(
    afterMs: number,
    untilMs: number,
    nowMs: number,
  ): Promise<{ readonly ended: number; readonly more: boolean }>;
}

/** An accepted part of a message that is sent and has no receipt yet. */
export interface Unreceipted {
  readonly messageId: MessageId;
  readonly validUntil: number;
  readonly to: Msisdn;
  readonly from: string | undefined;
  readonly part: number;
  readonly carrier: string;
  readonly carrierRef: string;
}

/** The position of a message in the order of deadlines. */
export type Deadline = Pick<Unreceipted, 'validUntil' | 'messageId'>;

export interface InquiryRepository {
  /** Unreceipted parts of the route's next messages after `after`, ordered by deadline, with deadlines to `untilMs`. */
  unreceipted(
    route: string,
    after: Deadline,
    untilMs: number,
    messages: number,
  ): Promise<readonly Unreceipted[]>;
}

/** The result of storing a message from a phone. */
export interface Received {
  /** Too many long messages wait for parts, so the oldest was put into the inbox without its missing parts. */
  readonly crowded: boolean;
}

export interface Inbox {
  receive(message: RouteInbound, atMs: number): Promise<Received>;
  /**
   * Puts long messages whose missing parts are overdue into the inbox, at most `limit`. Resolves with their number.
   * @param isClockRight whether those are overdue too whose last part came later than now, while the clock was ahead
   */
  showOverdue(nowMs: number, limit: number, isClockRight: boolean): Promise<number>;
}

/** A message that no route has accepted, as it is planned. */
export interface Unsent {
  readonly id: MessageId;
  readonly lane: number;
  readonly to: Msisdn;
  readonly priority: Priority;
  readonly routes: readonly string[] | undefined;
  /** The route that alone may send the parts that are left of it; undefined: any route may send it. */
  readonly keptFor: string | undefined;
  /** False: a route has it. */
  readonly queued: boolean;
}

/** Lanes: small numbers for the tiers that may carry a message. The queue is ordered by them. */
export interface LaneStore {
  /** The number of the lane with this key. It is made if it doesn't exist. */
  ensureLane(key: string): Promise<number>;
  lanes(): Promise<readonly { readonly lane: number; readonly key: string }[]>;
  /**
   * The messages in these lanes that are queued, or were `sending` when the process ended and may come back; ordered by
   * id. They get other lanes after a change of the plan.
   */
  unsentIn(lanes: readonly number[], afterId: number, limit: number): Promise<readonly Unsent[]>;
  moveToLanes(moves: readonly { readonly id: MessageId; readonly lane: number }[]): Promise<void>;
}

/** What an operator set for a route, and what the route carried; kept over restarts. */
export interface RouteLedger {
  setEnabled(route: string, enabled: boolean): Promise<void>;
  disabledRoutes(): Promise<readonly string[]>;
  /** Accepted parts since the start of the UTC day of `nowMs`, by route. */
  acceptedToday(nowMs: number): Promise<ReadonlyMap<string, number>>;
}
