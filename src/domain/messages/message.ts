import type { Handling } from '../inbound/handling.ts';
import type { Encoding } from '../text/encoding.ts';
import type { MessageId } from './message-id.ts';
import type { Msisdn } from './msisdn.ts';
import type { Uncertainty } from './outcome.ts';
import type { Priority } from './priority.ts';
import type { State } from './state.ts';

/** A message as it is accepted: checked, complete, ready for the disk. Times in ms since the epoch. */
export interface NewMessage {
  readonly id: MessageId;
  readonly to: Msisdn;
  /** As `src/domain/messages/sender.ts` understands it; undefined: the route's own. */
  readonly from: string | undefined;
  /** Exactly what goes out. */
  readonly text: string;
  readonly priority: Priority;
  readonly encoding: Encoding;
  /** Shown at once and not kept by the phone (class 0, TS 23.038 4), where the route can say so. */
  readonly flash: boolean;
  /** 1 to 255, cut by UDH. */
  readonly parts: number;
  /** Which tiers may carry it: see `src/dispatch/plan/plan.ts`. */
  readonly lane: number;
  readonly createdAt: number;
  /** Not before: `createdAt`, or the time asked for. */
  readonly dueAt: number;
  readonly validUntil: number;
  readonly reference: string | undefined;
  readonly onUncertain: Uncertainty;
  /** Only these routes, when given. */
  readonly routes: readonly string[] | undefined;
  /** Id of the token that sent it. */
  readonly owner: string;
  /** Why it is never sent; left out: it is to be sent. */
  readonly suppressed?: string;
}

/** A message as it stands. */
export interface Message {
  readonly id: MessageId;
  readonly to: Msisdn;
  readonly from: string | undefined;
  readonly text: string;
  readonly state: State;
  readonly reason: string | undefined;
  readonly priority: Priority;
  readonly encoding: Encoding;
  readonly flash: boolean;
  readonly parts: number;
  readonly reference: string | undefined;
  /** The route that has or had it last. */
  readonly route: string | undefined;
  readonly possibleDuplicate: boolean;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly validUntil: number;
  readonly sentAt: number | undefined;
  readonly finalAt: number | undefined;
  /** The alert and its wave that it belongs to. */
  readonly alert?: { readonly id: number; readonly wave: number } | undefined;
  readonly owner: string;
}

/** One line of a message's life; `from` and `to` are equal for evidence that changed no state. */
export interface TimelineEntry {
  readonly at: number;
  readonly from: State | undefined;
  readonly to: State;
  readonly route: string | undefined;
  readonly part: number | undefined;
  readonly reason: string | undefined;
  readonly evidence: string | undefined;
}

export interface MessageFilter {
  readonly state: State | undefined;
  readonly priority: Priority | undefined;
  readonly to: Msisdn | undefined;
  readonly reference: string | undefined;
  /** Created at or after, ms since the epoch. */
  readonly since: number | undefined;
  readonly alert?: number | undefined;
  /** Only what this token sent. */
  readonly owner: string | undefined;
}

export interface InboxMessage {
  readonly id: number;
  readonly at: number;
  readonly route: string;
  readonly from: string;
  readonly to: string | undefined;
  readonly text: string;
  /** Undefined until something is made of it. */
  readonly handledAs: Handling | undefined;
  /** The alert that it answers, or whose list was opted out of. */
  readonly alert: number | undefined;
}

export interface UnmatchedReceipt {
  readonly id: number;
  readonly at: number;
  readonly route: string;
  readonly carrier: string;
  readonly ref: string;
  readonly to: string | undefined;
  readonly state: 'delivered' | 'undelivered' | 'intermediate';
  readonly why: 'unknown' | 'ambiguous';
  /** The message that it is taken for by its recipient alone, until an answer names its id. */
  readonly message: MessageId | undefined;
  readonly evidence: string;
}
