import type { InboxMessage, NewMessage } from '../messages/message.ts';
import type { Msisdn } from '../messages/msisdn.ts';

/** What is known of a phone as a message of it came. */
export interface PhoneContext {
  /** Of the contact with this number. */
  readonly name: string | undefined;
  readonly language: string | undefined;
  /** The newest alert that may be on it: a message of it was handed over. */
  readonly alert: PhoneAlert | undefined;
  /** The newest one among those with a question that was open then. */
  readonly question: PhoneQuestion | undefined;
}

export interface PhoneAlert {
  readonly id: number;
  /**
   * The lists that brought the alert to this number, if nothing but lists did; empty: something else did too, or alone.
   */
  readonly lists: readonly { readonly id: number; readonly name: string }[];
}

export interface PhoneQuestion {
  readonly alert: number;
  readonly title: string;
  readonly answers: readonly { readonly word: string; readonly meaning: string }[];
}

/** What a message from a phone brings about. */
export type InboundEffect =
  | { readonly kind: 'inbox' | 'failed' | 'launch' }
  | {
      readonly kind: 'optOut';
      readonly number: Msisdn;
      readonly alert: number | undefined;
      /** Ids of lists; none: every list. */
      readonly lists: readonly number[];
    }
  | { readonly kind: 'optIn'; readonly number: Msisdn }
  | {
      readonly kind: 'answer';
      readonly number: Msisdn;
      readonly alert: number;
      readonly title: string;
      readonly meaning: string;
      /** To the duty list, if it is a call for help and the first of this person. */
      readonly duty: readonly NewMessage[];
    }
  | { readonly kind: 'keyword'; readonly number: Msisdn; readonly word: string };

export interface HandledMessage {
  readonly inboxId: number;
  /** Of the phone; undefined: a name or a short code. */
  readonly number: Msisdn | undefined;
  readonly text: string;
  /** When the message came. */
  readonly at: number;
  readonly effect: InboundEffect;
  /** Goes out if the effect is one (a second STOP isn't answered), and the number had few answers of late. */
  readonly reply: NewMessage | undefined;
}

/** Owns what goes out because of a message from a phone. */
export const INBOUND_OWNER = 'inbound';

/** The reference of a message to the duty list about what a phone wrote: by it the message is found again. */
export const callReference = (inboxId: number): string => `call for help, inbox ${inboxId}`;

/** Bounds what answers itself. */
export interface ReplyLimits {
  /** Automatic replies to one number in an hour. */
  readonly repliesPerHour: number;
  /** To all numbers together. */
  readonly repliesPerHourInAll: number;
  /** Messages about single calls for help, for one alert in ten minutes, to each number of the duty list. */
  readonly callsPerTenMinutes: number;
}

/** What handled messages brought about. */
export interface Handled {
  readonly queued: readonly NewMessage[];
  /** Messages whose reply was left out, since so many had gone to others within the hour. */
  readonly unanswered: number;
}

/** People of an alert who called for help, and of whom the duty list has not been told one by one. */
export interface UnreportedCalls {
  readonly alert: number;
  readonly title: string;
  readonly people: number;
  /** The newest of these calls. */
  readonly upTo: number;
}

/** Of an alert that is out and may still be answered, whose silent are to be asked again. */
export interface OpenQuestion {
  readonly alert: number;
  readonly resend: { readonly afterMs: number; readonly times: number };
}

export interface InboundRepository {
  /** The oldest messages that nothing was made of yet. */
  unhandled(limit: number): Promise<readonly InboxMessage[]>;
  /** @param atMs when the message came: questions that were closed then are not answered by it */
  phoneContext(number: Msisdn, atMs: number): Promise<PhoneContext>;
  /**
   * All that the messages bring about, in one commit with the mark that they are handled. Those handled before are
   * passed over.
   */
  handleInbound(handled: readonly HandledMessage[], limits: ReplyLimits, nowMs: number): Promise<Handled>;
  /** The reply to each keyword, by the word as it is compared. */
  keywordReplies(): Promise<ReadonlyMap<string, string>>;
  openQuestions(nowMs: number): Promise<readonly OpenQuestion[]>;
  unreportedCalls(): Promise<readonly UnreportedCalls[]>;
  /** The messages that tell of them, in one commit with the mark that they were told. */
  tellCalls(calls: UnreportedCalls, messages: readonly NewMessage[]): Promise<void>;
}
