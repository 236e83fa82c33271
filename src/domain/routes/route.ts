import type { MessageId } from '../messages/message-id.ts';
import type { Msisdn } from '../messages/msisdn.ts';
import type { Outcome } from '../messages/outcome.ts';
import type { Priority } from '../messages/priority.ts';
import type { Sender } from '../messages/sender.ts';
import type { Encoding } from '../text/encoding.ts';
import type { RouteCapabilities, RouteType } from './capabilities.ts';
import type { SimControl } from './sim-control.ts';

/** One part of one attempt at one message: what a route is asked to carry. */
export interface OutgoingPart {
  readonly messageId: MessageId;
  /** 1 or more; each attempt is the whole message anew, with a new concatenation reference. */
  readonly attempt: number;
  /** 1 to `parts`. */
  readonly part: number;
  /** 1 to 255. */
  readonly parts: number;
  /** The 16-bit concatenation reference (TS 23.040 9.2.3.24.8), the same for each part; unused when `parts` is 1. */
  readonly reference: number;
  readonly to: Msisdn;
  readonly from: Sender | undefined;
  readonly encoding: Encoding;
  /** Shown at once and not kept by the phone (class 0, TS 23.038 4), where the route can say so. */
  readonly flash: boolean;
  /** This part's slice of the text; fits with its header by `src/domain/text/split.ts`. */
  readonly text: string;
  readonly priority: Priority;
  /** When nothing may go out any more, ms since the epoch; the route turns what is left into validity_period or TP-VP. */
  readonly validUntil: number;
}

export interface PartKey {
  readonly messageId: MessageId;
  readonly attempt: number;
  readonly part: number;
}

/** What a receipt says of its part. Intermediate states (ENROUTE, ACCEPTD, buffered) are evidence, never final. */
export interface RouteReceipt {
  readonly route: string;
  /** As in the accepted outcome: the space in which the reference is unique. */
  readonly carrier: string;
  /** The reference as it came, then the further spellings to try, in order. */
  readonly refs: readonly [string, ...string[]];
  /** The recipient that the receipt names, if it names one that can be read. */
  readonly to: Msisdn | undefined;
  readonly state: 'delivered' | 'undelivered' | 'intermediate';
  /** Why, in words, for everything but `delivered`. */
  readonly reason: string | undefined;
  /** The receipt as it came (text, TLVs or PDU), shown in the timeline. */
  readonly evidence: string;
  /**
   * Its text alone says that it is a receipt, and a phone can write such a text. It is believed only if `to`, which is
   * who sent it, is the recipient of the message that it names; else it is `notAReceipt`, and not kept.
   */
  readonly unmarked?: true;
}

/** How a receipt fared; `ref` is the spelling that matched, so that the route can learn its carrier's dialect. */
export type ReceiptMatch =
  | { readonly kind: 'matched'; readonly ref: string }
  /** It fits no reference, but its recipient has only one message without an answer: it is kept, and taken for that. */
  | { readonly kind: 'matchedByRecipient' }
  | { readonly kind: 'repeated' }
  /** It was unmarked, and names no message to its sender: it is what a phone wrote. */
  | { readonly kind: 'notAReceipt' }
  | { readonly kind: 'kept'; readonly reason: 'unknown' | 'ambiguous' }
  /** It fits no message, and so many of these are kept that this one is only counted. */
  | { readonly kind: 'counted' };

/** A message from a phone to us, whole or one part of a long one. */
export interface RouteInbound {
  readonly route: string;
  /** As it came: a number, or a name. */
  readonly from: string;
  readonly to: string | undefined;
  readonly text: string;
  /** The concatenation header, if it had one. */
  readonly concat: { readonly reference: number; readonly total: number; readonly part: number } | undefined;
  /** The raw PDU or its octets, in hex. */
  readonly evidence: string;
  /**
   * The same if and only if it is the same message once more, such as one that a crash kept from being deleted in the
   * modem; left out where the route can't tell. What comes again is kept once.
   */
  readonly fingerprint?: string;
}

export type RouteState = 'up' | 'degraded' | 'down' | 'disabled';

export interface ModemStatus {
  readonly imei: string | undefined;
  readonly operator: string | undefined;
  readonly registration: string;
  /** dBm, as TS 27.007 8.5 maps +CSQ; undefined when not known. */
  readonly signalDbm: number | undefined;
  /** Messages that the SIM's limits still allow now; undefined without limits. */
  readonly simLimitLeft: number | undefined;
}

/** How a carrier's receipts spell the ids that its answers gave; `hex`: hexadecimal there, decimal in the answer. */
export type ReceiptSpelling = 'as-is' | 'hex' | 'dec';

/** What a carrier says, when it is asked, of a part that it took. */
export type PartReport = Pick<RouteReceipt, 'state' | 'reason' | 'evidence'>;

/** What a route says of itself now; measured, never configured. */
export interface RouteStatus {
  readonly state: RouteState;
  /** Why it isn't `up`, in words an operator understands. */
  readonly reason: string | undefined;
  /** Parts that it would take right now without queueing them inside: 0 when not up. */
  readonly room: number;
  /** Parts handed to it, and not yet answered. */
  readonly inFlight: number;
  /** Parts in all that it can have in flight: the sum of its sessions' windows; 1 or 2 for a modem. */
  readonly window: number;
  readonly modem?: ModemStatus;
  /** Of carriers only: set, or learnt from what matched; undefined while it isn't known. */
  readonly receiptId?: ReceiptSpelling | undefined;
}

/** How often a carrier answered a part with one command_status. */
export interface RefusalCount {
  /** Its name in SMPP, such as ESME_RTHROTTLED; without one its number, such as 0x00000400; or `other`. */
  readonly status: string;
  /** Since the start. */
  readonly count: number;
}

export interface TraceLine {
  /** ms since the epoch. */
  readonly at: number;
  readonly direction: 'sent' | 'received';
  readonly pdu: string;
}

/** What passes over a route's links, on demand and for a time; never a password. */
export interface RouteTrace {
  /** Forgets what was traced, and traces for `forMs` from now: at most an hour, 0 ends it. */
  start(forMs: number, options: { readonly unmasked: boolean }): void;
  /** When it ends, ms since the epoch; undefined while it is off. */
  readonly until: number | undefined;
  /** Whether the lines show numbers and texts. */
  readonly unmasked: boolean;
  /** Oldest first; kept until the next start. */
  readonly lines: readonly TraceLine[];
}

/** What a route tells back. Given to it when it is made; the promises resolve once the fact is on disk. */
export interface RouteEvents {
  /** State, reason or room changed: the send loop looks again. Cheap, may be called often. */
  changed(): void;
  /** Resolves when the receipt is on disk: only then may the route acknowledge it. Rejects if it can't be kept. */
  receipt(receipt: RouteReceipt): Promise<ReceiptMatch>;
  /**
   * Resolves when the message is on disk: only then may the route acknowledge it. Or with `overLimit`: so much came that
   * this one is not kept. Rejects if it can't be kept now.
   */
  inbound(message: RouteInbound): Promise<'kept' | 'overLimit'>;
  /** An answer that came after `submit` had already resolved as `uncertain`. */
  lateOutcome(key: PartKey, outcome: Outcome): void;
}

/** A way out: a carrier over SMPP, or a modem. */
export interface Route {
  readonly id: string;
  /** For people; who decides by it asks `capabilities`. */
  readonly type: RouteType;
  readonly capabilities: RouteCapabilities;
  /** Only where PDUs pass: a modem has none. */
  readonly trace?: RouteTrace;
  /** Only where answers have a command_status: what was answered but "yes", in a bounded number of entries. */
  refusals?(): readonly RefusalCount[];
  /** Only where there is a SIM: a carrier has none. */
  readonly sim?: SimControl;
  /** Begins to connect; returns at once. A route reconnects by itself, for ever. */
  start(): void;
  status(): RouteStatus;
  /**
   * Sends one part; resolves with its outcome within the route's response time-out, never rejects.
   * A part that no octet left for is `retry`, not `uncertain`.
   * Parts of a message are handed over in order, and leave in that order.
   */
  submit(part: OutgoingPart): Promise<Outcome>;
  /**
   * Asks what became of a part that it accepted under this reference, from this sender; undefined if nobody can say.
   * Never rejects. Only where the carrier can be asked.
   */
  readonly ask?:
    | ((carrierRef: string, from: Sender | undefined) => Promise<PartReport | undefined>)
    | undefined;
  /** Takes no more parts; waits for answers until `signal` aborts, then closes; what has no answer then is uncertain. */
  stop(signal: AbortSignal): Promise<void>;
}
