import type { Handling } from '../inbound/handling.ts';
import type { Encoding } from '../text/encoding.ts';
import type { MessageId } from './message-id.ts';
import type { Msisdn } from './msisdn.ts';
import type { Uncertainty } from './outcome.ts';
import type { Priority } from './priority.ts';
import type { State } from './state.ts';

/** An accepted message: checked, complete and ready to be stored. Times in ms since the epoch. */
export interface NewMessage {
  readonly id: MessageId;
  readonly to: Msisdn;
  /** A sender as in `src/domain/messages/sender.ts`; undefined: the sender that the route has. */
  readonly from: string | undefined;
  /** The text exactly as it is sent. */
  readonly text: string;
  readonly priority: Priority;
  readonly encoding: Encoding;
  /**
   * Whether the phone is to show the message at once and not keep it (class 0, TS 23.038 4), if the route supports
   * that.
   */
  readonly flash: boolean;
  /** 1 to 255. */
  readonly parts: number;
  /** Stands for the tiers of the plan that may carry the message (docs/glossary.md). */
  readonly lane: number;
  readonly createdAt: number;
  /** The message is not sent earlier than this time: `createdAt`, or the time that the sender asked for. */
  readonly dueAt: number;
  readonly validUntil: number;
  readonly reference: string | undefined;
  readonly onUncertain: Uncertainty;
  /** The only routes that may carry the message; undefined: those of the plan. */
  readonly routes: readonly string[] | undefined;
  /** The id of the token that sent it. */
  readonly owner: string;
  /** Why the message is never sent; left out: it will be sent. */
  readonly suppressed?: string;
}

/** A message and its current state. */
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
  /** The route that has the message or had it last. */
  readonly route: string | undefined;
  readonly possibleDuplicate: boolean;
  readonly createdAt: number;
  readonly dueAt: number;
  readonly validUntil: number;
  readonly sentAt: number | undefined;
  readonly finalAt: number | undefined;
  /** The alert and the wave that it belongs to. */
  readonly alert?: { readonly id: number; readonly wave: number } | undefined;
  readonly owner: string;
}

/** A line in a message's timeline. `from` and `to` are the same for evidence that changed no state. */
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
  /** Only messages created at this time or later, ms since the epoch. */
  readonly since: number | undefined;
  readonly alert?: number | undefined;
  /** Only messages that this token sent. */
  readonly owner: string | undefined;
}

export interface InboxMessage {
  readonly id: number;
  readonly at: number;
  readonly route: string;
  readonly from: string;
  readonly to: string | undefined;
  readonly text: string;
  /** Undefined until the message has been handled. */
  readonly handledAs: Handling | undefined;
  /** The alert that it answers, or the alert whose list it opts out of. */
  readonly alert: number | undefined;
}

/** Which messages of the inbox are asked for; what is left out may be anything. */
export interface InboxFilter {
  /** A number in E.164, or the sender as it was received. */
  readonly from?: string | undefined;
  readonly handledAs?: Handling | undefined;
  /** A part of the text, whatever its case and accents. Messages that aren't handled yet are left out. */
  readonly text?: string | undefined;
}

/** A message that no person can read, or that is not for people: a WAP push, a voicemail notice, a torn PDU. */
export interface AsideMessage {
  readonly id: number;
  readonly at: number;
  readonly route: string;
  readonly from: string;
  readonly reason: string;
  readonly evidence: string;
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
  /**
   * The message to which the receipt was matched by its recipient alone. A later answer with `ref` can correct that.
   */
  readonly message: MessageId | undefined;
  readonly evidence: string;
}
