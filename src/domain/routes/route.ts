import type { BroadcastPage } from '../inbound/cell-broadcast.ts';
import type { MessageId } from '../messages/message-id.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { Outcome } from '../messages/outcome.ts';
import type { Priority } from '../messages/priority.ts';
import type { Sender } from '../messages/sender.ts';
import type { Encoding } from '../text/encoding.ts';
import type { Allowance, MessageLengths } from './allowance.ts';
import type { RouteCapabilities, RouteType } from './capabilities.ts';
import type { ModemDetails } from './modem-details.ts';
import type { ModemRegistration, RadioTechnology } from './registration.ts';
import type { RouteTrace } from './route-trace.ts';
import type { SimControl } from './sim-control.ts';

/** One part of one attempt at a message, as given to a route. */
export interface OutgoingPart {
  readonly messageId: MessageId;
  /** 1 or more. Each attempt sends the whole message again, with a new concatenation reference. */
  readonly attempt: number;
  /** 1 to `parts`. */
  readonly part: number;
  /** 1 to 255. */
  readonly parts: number;
  /** The 16-bit concatenation reference (TS 23.040 9.2.3.24.8), the same for all parts; unused if `parts` is 1. */
  readonly reference: number;
  readonly to: Msisdn;
  readonly from: Sender | undefined;
  readonly encoding: Encoding;
  /** Whether the phone shows it at once and doesn't keep it (class 0, TS 23.038 4), if the route supports that. */
  readonly flash: boolean;
  /** The text of this part. `src/domain/text/split.ts` cuts it so that it fits together with its header. */
  readonly text: string;
  readonly priority: Priority;
  /**
   * Nothing may be sent after this time, ms since the epoch. The route converts the time that is left into
   * validity_period or TP-VP.
   */
  readonly validUntil: number;
}

export interface PartKey {
  readonly messageId: MessageId;
  readonly attempt: number;
  readonly part: number;
}

/**
 * What a receipt says about its part. Intermediate states (ENROUTE, ACCEPTD, buffered) are evidence and never final.
 */
export interface RouteReceipt {
  readonly route: string;
  /** The scope in which the reference is unique; equal to `carrier` in the accepted outcome. */
  readonly carrier: string;
  /** The reference as it came, followed by other spellings to try, in order. */
  readonly refs: readonly [string, ...string[]];
  /**
   * The id in the receipt, if `refs` has only the spelling that the route has learnt. Other spellings of it are tried
   * if that finds no message to the phone that the receipt names.
   */
  readonly id?: string | undefined;
  /** The recipient in the receipt; undefined if the receipt gives no number that can be read. */
  readonly to: Msisdn | undefined;
  readonly state: 'delivered' | 'undelivered' | 'intermediate';
  /** The reason for every state except `delivered`, in words. */
  readonly reason: string | undefined;
  /** The receipt as it came (text, TLVs or PDU), shown in the timeline. */
  readonly evidence: string;
  /**
   * Only its text shows that this is a receipt (its esm_class doesn't), and a phone can write such a text. It counts as
   * a receipt only if `to`, the sender of the text, is the recipient of the message that the text names. Otherwise the
   * result is `notAReceipt`, and nothing is kept.
   */
  readonly unmarked?: true | undefined;
}

/** What became of a receipt. From `ref`, the spelling that matched, the route learns how its carrier writes ids. */
export type ReceiptMatch =
  | {
      readonly kind: 'matched';
      readonly ref: string;
      /** The receipt names another phone than that of its message, which the id alone found. */
      readonly namesAnother?: true;
    }
  /**
   * No reference matches, but the recipient in the receipt has exactly one unanswered message. The receipt is kept, and
   * counts for that message.
   */
  | { readonly kind: 'matchedByRecipient' }
  | { readonly kind: 'repeated' }
  /** The receipt is `unmarked`, and names no message to the sender of its text: a phone wrote it as a text. */
  | { readonly kind: 'notAReceipt' }
  | { readonly kind: 'kept'; readonly reason: 'unknown' | 'ambiguous' }
  /** The receipt matches no message, and the limit of such receipts is reached: it is counted but not kept. */
  | { readonly kind: 'counted' };

/** A message from a phone to us: a whole one, or one part of a long one. */
export interface RouteInbound {
  readonly route: string;
  /** The sender as it came: a number or a name. */
  readonly from: string;
  readonly to: string | undefined;
  readonly text: string;
  /** The concatenation header; undefined if there is none. */
  readonly concat: { readonly reference: number; readonly total: number; readonly part: number } | undefined;
  /** The PDU or its octets, in hex. */
  readonly evidence: string;
  /**
   * Equal for two messages only if they are the same message received twice, such as one that could not be deleted in
   * the modem because of a crash. Left out if the route can't tell. A message with a known fingerprint is kept once.
   */
  readonly fingerprint?: string;
  /** The same as earlier versions made it, by which a message may be known that an earlier version has stored. */
  readonly formerFingerprint?: string;
  /**
   * When a link by which messages come ended last, or the route began, ms since the epoch. The carrier may not have
   * read the answers to what came before, and then it sends that again. Left out if the route has no such links.
   */
  readonly linkEndedAt?: number;
  /**
   * Why no person can read the message, or why it is not for people, in words. Its evidence is then kept aside, and the
   * inbox doesn't show it.
   */
  readonly aside?: string;
}

export type RouteState = 'up' | 'degraded' | 'down' | 'disabled';

export interface ModemStatus {
  readonly imei: string | undefined;
  readonly operator: string | undefined;
  readonly registration: ModemRegistration;
  readonly technology: RadioTechnology | undefined;
  /**
   * Whether the modem is in another operator's network, and the configuration doesn't say that this is all the same.
   */
  readonly avoidsRoaming: boolean;
  /** dBm, converted from +CSQ by TS 27.007 8.5; undefined if unknown. */
  readonly signalDbm: number | undefined;
  /** Messages that the limits of the SIM still allow now; undefined without limits. */
  readonly simLimitLeft: number | undefined;
}

/**
 * How a carrier's receipts write the ids of its answers. `hex`: hexadecimal in the receipt, decimal in the answer.
 * `dec`: the reverse.
 */
export type ReceiptSpelling = 'as-is' | 'hex' | 'dec';

/** What a carrier answers when it is asked about a part that it took. */
export type PartReport = Pick<RouteReceipt, 'state' | 'reason' | 'evidence'>;

/** A route, or the SIM of a modem, that is set aside, since it refuses messages that others would carry. */
export interface Quarantine {
  /** ms since the epoch. */
  readonly since: number;
  /** What the route answered, in words for an operator. */
  readonly reason: string;
}

/** The current state of a route. */
export interface RouteStatus {
  readonly state: RouteState;
  /** Why the route isn't `up`, in words for an operator. */
  readonly reason: string | undefined;
  /** Parts that the route would take now without queueing them itself: 0 if the route is not up. */
  readonly room: number;
  /** Parts that the route was given and has not answered. */
  readonly inFlight: number;
  /** The largest number of parts that can be in flight: the sum of the windows of all sessions; 1 or 2 for a modem. */
  readonly window: number;
  readonly modem?: ModemStatus;
  /** Left out: a message may have any number of parts. */
  readonly lengths?: MessageLengths | undefined;
  readonly quarantine?: Quarantine | undefined;
  /** For SMPP routes: configured, or learnt from receipts that matched; undefined until it is known. */
  readonly receiptId?: ReceiptSpelling | undefined;
}

/** How often a carrier answered a part with one command_status. */
export interface RefusalCount {
  /**
   * The name in SMPP, such as ESME_RTHROTTLED; a number such as 0x00000400 if it has no name; `other` for the remaining
   * ones.
   */
  readonly status: string;
  /** Counted since the gateway started. */
  readonly count: number;
}

/** The callbacks of a route, given to it when it is made. Their promises resolve when the data is on disk. */
export interface RouteEvents {
  /** The state, the reason or the room has changed. The call is cheap and may be made often. */
  changed(): void;
  /** Resolves when the receipt is on disk. The route may acknowledge it only then. Rejects if it can't be stored. */
  receipt(receipt: RouteReceipt): Promise<ReceiptMatch>;
  /**
   * Resolves with `kept` when the message is on disk, or with `overLimit` if the message is not kept, since too many
   * came. The route may acknowledge the message only then. Rejects if the message can't be stored now.
   */
  inbound(message: RouteInbound): Promise<'kept' | 'overLimit'>;
  /** Resolves when the page of a cell broadcast is on disk, or was refused. */
  broadcast(page: BroadcastPage): Promise<void>;
  /** An answer that came after `submit` had already resolved as `uncertain`. */
  lateOutcome(key: PartKey, outcome: Outcome): void;
  /** Which of several sessions sends a part, counted from 1. Left out: nobody wants to know. */
  handedOver?(key: PartKey, session: number): void;
}

/** One way out: an account at a carrier (SMPP) or a modem. */
export interface Route {
  readonly id: string;
  /** The type is shown to people. Code uses `capabilities` instead. */
  readonly type: RouteType;
  readonly capabilities: RouteCapabilities;
  /** Only for SMPP routes. */
  readonly trace?: RouteTrace;
  /** Only for SMPP routes: how often each command_status other than ESME_ROK came, in a limited number of entries. */
  refusals?(): readonly RefusalCount[];
  /** Only for modems. */
  readonly sim?: SimControl;
  /** Only for modems: what operators see beside the status, which is read far more often. */
  modemDetails?(): ModemDetails;
  /** Only for routes with limits of their own, such as those of a SIM: what these allow from now on. */
  allowance?(): Allowance | undefined;
  /** Starts connecting and returns at once. A route reconnects by itself, without end. */
  start(): void;
  status(): RouteStatus;
  /**
   * Sends one part. Resolves with its outcome within the response time-out of the route, and never rejects. A part of
   * which no octet left is `retry`, not `uncertain`. Parts of a message leave in the order in which they are given.
   */
  submit(part: OutgoingPart): Promise<Outcome>;
  /**
   * Asks the carrier what became of an accepted part with this reference and sender; undefined if that can't be known.
   * Never rejects. Left out if the carrier can't be asked.
   */
  readonly ask?:
    | ((carrierRef: string, from: Sender | undefined) => Promise<PartReport | undefined>)
    | undefined;
  /**
   * Takes no more parts, waits for answers until `signal` aborts, then closes. Parts without an answer are uncertain
   * then.
   */
  stop(signal: AbortSignal): Promise<void>;
}
