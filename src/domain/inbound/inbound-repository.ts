import type { InboxMessage, NewMessage } from '../messages/message.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { OptOutBrakeVerdict } from '../people/held-opt-out.ts';
import type { PhoneChange } from './enrolment.ts';
import type { Handling } from './handling.ts';

/** What is known of a phone at the moment when its message came. */
export interface PhoneContext {
  /** The name of the contact with this number. */
  readonly name: string | undefined;
  readonly language: string | undefined;
  /** The newest alert that may have reached the phone: a route has taken a message of it. */
  readonly alert: PhoneAlert | undefined;
  /** The newest alert that may have reached the phone and whose question was open at that moment. */
  readonly question: PhoneQuestion | undefined;
}

export interface PhoneAlert {
  readonly id: number;
  /** ms since the epoch. */
  readonly launchedAt: number | undefined;
  /**
   * The lists of the audience of which this number is a member. Empty if the audience includes anything but lists,
   * since the number may then have got the alert in another way.
   */
  readonly lists: readonly { readonly id: number; readonly name: string }[];
}

export interface PhoneQuestion {
  readonly alert: number;
  readonly answers: readonly { readonly word: string; readonly meaning: string }[];
  /** A test of some alert came to the phone after the question: what it writes now may be meant for the test. */
  readonly isBeforeTest: boolean;
}

/** What a message from a phone causes. */
export type InboundEffect =
  | { readonly kind: 'inbox' | 'failed' }
  /** A command by SMS that was carried out before; see `SmsDone`. */
  | {
      readonly kind: 'command';
      readonly handledAs: Handling;
      readonly shownAs: string | undefined;
      readonly isLimited: boolean;
      readonly change: PhoneChange | undefined;
    }
  | {
      readonly kind: 'optOut';
      readonly number: Msisdn;
      readonly alert: number | undefined;
      /** Ids of lists; empty: every list. */
      readonly lists: readonly number[];
      /** What the brake says of it while an alert goes out. */
      readonly brake?: { readonly verdict: OptOutBrakeVerdict; readonly route: string };
    }
  | { readonly kind: 'optIn'; readonly number: Msisdn }
  | {
      readonly kind: 'answer';
      readonly number: Msisdn;
      readonly alert: number;
      /** `help` opens a case. */
      readonly meaning: string;
    }
  /**
   * A cry for help while no question is open: it opens a case. `alert`: the newest alert of the last days that the
   * phone may have got.
   */
  | { readonly kind: 'help'; readonly number: Msisdn; readonly alert: number | undefined }
  /** `cries`: the keyword is a cry for help too, which opens a case. */
  | { readonly kind: 'keyword'; readonly number: Msisdn; readonly word: string; readonly cries: boolean };

export interface HandledMessage {
  readonly inboxId: number;
  /** The number of the phone; undefined if the sender is a name or a short code. */
  readonly number: Msisdn | undefined;
  /** As it is kept. */
  readonly text: string;
  /** The text that the inbox shows from now on, since the message holds a code; undefined: as it came. */
  readonly shownAs?: string | undefined;
  /** When the message came, ms since the epoch. */
  readonly at: number;
  readonly effect: InboundEffect;
  /** Sent only if the effect changed something (a second STOP isn't answered) and `ReplyLimits` allows a reply. */
  readonly reply: NewMessage | undefined;
}

/** The owner of messages that are sent because of a message from a phone. */
export const INBOUND_OWNER = 'inbound';

/**
 * The reference of a message to the duty list about a call for help. Erasing a person finds the message by this
 * reference.
 */
export const callReference = (inboxId: number): string => `call for help, inbox ${inboxId}`;

/** Limits of automatic replies. */
export interface ReplyLimits {
  /** The largest number of automatic replies to one number in an hour. */
  readonly repliesPerHour: number;
  /** The largest number of automatic replies to all numbers in an hour. */
  readonly repliesPerHourInAll: number;
  /** A further cry for help pages the duty list again at most so often while somebody has the case, ms. */
  readonly pageAgainMs: number;
}

/** The result of handling messages. */
export interface Handled {
  readonly queued: readonly NewMessage[];
  /** The number of messages without a reply because the limit for all numbers was reached. */
  readonly unanswered: number;
}

/** A launched alert whose question is open, and whose silent people are to get the alert again. */
export interface OpenQuestion {
  readonly alert: number;
  readonly resend: { readonly afterMs: number; readonly times: number };
}

export interface InboundRepository {
  /** The oldest messages that have not been handled. */
  unhandled(limit: number): Promise<readonly InboxMessage[]>;
  /** @param atMs when the message came; questions that were closed at that time are ignored */
  phoneContext(number: Msisdn, atMs: number): Promise<PhoneContext>;
  /**
   * Carries out everything that the messages cause, in one commit with the mark that they are handled. Messages handled
   * before are skipped.
   */
  handleInbound(handled: readonly HandledMessage[], limits: ReplyLimits, nowMs: number): Promise<Handled>;
  /**
   * The replies to keywords, by the keyword in lower case and without accents, the form in which words are compared.
   */
  keywordReplies(): Promise<ReadonlyMap<string, string>>;
  openQuestions(nowMs: number): Promise<readonly OpenQuestion[]>;
}
