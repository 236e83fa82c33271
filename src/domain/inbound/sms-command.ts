import type { Msisdn } from '../messages/msisdn.ts';
import type { PhoneChange } from './enrolment.ts';
import type { Handling } from './handling.ts';

/** A message from a phone, as a command by SMS gets it. */
interface SmsAsked {
  readonly from: Msisdn;
  readonly text: string;
  /** When the message came, ms since the epoch: a command may refuse a text that waited while the gateway was down. */
  readonly at: number;
  readonly route: string;
  /**
   * Whether the text is a keyword, a call for help, or an answer to an open question that has a meaning of its own.
   */
  readonly isMeant: boolean;
  /** The same for each delivery of one message, which may be handled again after a crash. */
  readonly reference: string;
}

interface SmsDone {
  readonly handledAs: Handling;
  /**
   * The reply to the phone. It is sent whatever the limits of automatic replies are, since the sender must know, unless
   * `isLimited`.
   */
  readonly reply: string | undefined;
  /** Whether the reply counts against the limits of automatic replies, since anybody can cause it. */
  readonly isLimited?: boolean | undefined;
  /** Stored in one commit with the mark that the message was handled. If it can't be, the message is left unread. */
  readonly change?: PhoneChange | undefined;
  /** The text that the inbox shows from now on, without the code that it had; undefined: as it came. */
  readonly shownAs?: string | undefined;
}

/**
 * The text of a message without the codes in it that work now; undefined: it holds none. `from` is undefined for a
 * sender that is no phone number.
 */
export type Veil = (from: Msisdn | undefined, text: string) => Promise<string | undefined>;

/** Takes out the codes that any of these takes out. */
export const allVeils =
  (veils: readonly Veil[]): Veil =>
  async (from, text) => {
    let shown: string | undefined;
    for (const veil of veils) shown = (await veil(from, shown ?? text)) ?? shown;
    return shown;
  };

/**
 * Takes a message that asks the gateway for something, from a phone that may ask for it; resolves with undefined if
 * the message is none of its own. Commands are asked after opt-outs and before all other readings, and only for
 * senders that are phone numbers. A second call with the same reference must have no further effect.
 */
export type SmsCommand = (asked: SmsAsked) => Promise<SmsDone | undefined>;
