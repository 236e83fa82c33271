import { EVIDENCE_OCTETS } from '../../../domain/messages/evidence.ts';
import { type Msisdn, toMsisdn } from '../../../domain/messages/msisdn.ts';
import type { RouteReceipt } from '../../../domain/routes/route.ts';
import { decodeUcs2 } from '../../../domain/text/ucs2.ts';
import { type Delivery, userData } from '../../../protocols/smpp/delivery.ts';
import { boundMessageId, EsmClass } from '../../../protocols/smpp/protocol.ts';
import { isNamedState, isStateWord, receiptState } from '../../../protocols/smpp/receipt-state.ts';
import { type ReceiptText, scanReceiptText, withoutQuote } from '../../../protocols/smpp/receipt-text.ts';

/** A receipt as the carrier wrote it, before its id is converted to the spellings that the store may have. */
export interface ReadReceipt {
  /** The message id; '' if there is none: such a receipt is kept, but matches no message. */
  readonly id: string;
  readonly to: Msisdn | undefined;
  readonly state: RouteReceipt['state'];
  readonly reason: string | undefined;
  readonly evidence: string;
  /** Whether only the text shows that this is a receipt; a phone could have written such a text. */
  readonly unmarked: boolean;
}

/** The message_state for "delivered" (3.4, 5.2.28). */
const DELIVERED = 2;

const NOTHING: ReceiptText = { id: undefined, stat: undefined, err: undefined };

/** The number of characters in which the fields of a receipt are searched: they come before the text that it quotes. */
const FIELDS_WITHIN = 500;

const ID_FIRST = /^\s*id:\S/i;
/**
 * Patterns that a text must all match to count as a receipt if neither esm_class nor message_state says so: the form of
 * appendix B, with fields that a person wouldn't write.
 */
const GRAMMAR: readonly RegExp[] = [ID_FIRST, /\b(?:submit date|done date|dlvrd|sub):/i, /\bstat:[A-Z]{5,}/i];

const hasGrammar = (text: string): boolean => GRAMMAR.every((field) => field.test(text));

/**
 * Message types of esm_class that only a carrier sets. SMPP 3.4, 5.2.12 doesn't allow both bits together, but either
 * bit says that the carrier wrote the delivery.
 */
const FROM_CARRIER: ReadonlySet<number> = new Set([
  EsmClass.receipt,
  EsmClass.intermediate,
  EsmClass.receipt | EsmClass.intermediate,
]);

/**
 * The field that marks a delivery as a receipt, whatever its text says: esm_class or message_state; undefined if
 * neither field does.
 */
type Mark = 'class' | 'state' | undefined;

/**
 * A receipt is marked by its esm_class (5.2.12) or by a known message_state. A receipted_message_id alone is no mark:
 * Kannel's drive_smpp puts it on every deliver_sm. An unknown message_state is a mark only if the text is empty:
 * otherwise a message from a phone could be taken for a receipt, which would hide the message and settle nothing.
 */
const markOf = ({ esmClass, messageState, receiptedMessageId }: Delivery, text: string): Mark => {
  if (FROM_CARRIER.has(esmClass & EsmClass.typeMask)) return 'class';
  if (messageState === undefined) return undefined;
  if (text === '') return 'state';
  const namesMessage = Boolean(receiptedMessageId) || ID_FIRST.test(text);
  return namesMessage && isNamedState(messageState) ? 'state' : undefined;
};

/**
 * Whether a delivery without a mark is a receipt: its text has the form of a receipt, or it has no text but a
 * receipted_message_id.
 */
const isUnmarkedReceipt = ({ esmClass, receiptedMessageId }: Delivery, text: string): boolean => {
  if (text === '') return Boolean(receiptedMessageId);
  // The other message types of esm_class are acknowledgements by the phone itself. For them an id and a state are
  // enough.
  if ((esmClass & EsmClass.typeMask) === 0) return hasGrammar(text);
  const { id, stat } = scanReceiptText(text);
  return id !== undefined && isStateWord(stat);
};

/** The receipt in this delivery, or undefined if it is a message from a phone. */
export const readReceipt = (delivery: Delivery): ReadReceipt | undefined => {
  const { receiptedMessageId, messageState } = delivery;
  const whole = receiptText(delivery);
  const text = whole.slice(0, FIELDS_WITHIN);
  const mark = markOf(delivery, text);
  if (mark === undefined && !isUnmarkedReceipt(delivery, text)) return undefined;

  // If the TLVs already say "delivered" and the id, the text isn't searched: only a failed message has an `err` to
  // find.
  const parametersSuffice = receiptedMessageId && messageState === DELIVERED;
  const scanned = parametersSuffice ? NOTHING : scanReceiptText(text);
  const { word, state, words } = receiptState(messageState, scanned.stat);
  return {
    id: boundMessageId((receiptedMessageId || scanned.id) ?? ''),
    to: mark === undefined ? sender(delivery) : recipient(delivery),
    state,
    reason: state === 'delivered' ? undefined : reasonOf(words, word, scanned.err, delivery.networkErrorCode),
    evidence: evidenceOf(delivery, whole),
    unmarked: mark === undefined && text !== '',
  };
};

/**
 * The receipt's text. It is read as ASCII whatever data_coding says, since data_coding often describes the original
 * message; a first octet of 0 shows UCS-2.
 */
const receiptText = (delivery: Delivery): string => {
  const octets = userData(delivery);
  return octets.length >= 2 && octets.length % 2 === 0 && octets[0] === 0
    ? decodeUcs2(octets)
    : octets.toString('latin1');
};

/**
 * The recipient of our message, which is the source address of a receipt (3.4, 4.6.1). A number that may lack its
 * country code isn't used.
 */
const recipient = ({ source, sourceTon }: Delivery): Msisdn | undefined => {
  if (source.startsWith('+')) return toMsisdn(source);
  return sourceTon === 1 ? toMsisdn(`+${source}`) : undefined;
};

/**
 * The sender of an unmarked receipt, with any type of number: the store only compares it with the recipient of the
 * message that the receipt names.
 */
const sender = ({ source }: Delivery): Msisdn | undefined =>
  toMsisdn(source.startsWith('+') ? source : `+${source}`);

const reasonOf = (
  words: string,
  word: string | undefined,
  err: string | undefined,
  network: Buffer | undefined,
): string => {
  const codes = word === undefined ? [] : [word];
  if (err !== undefined && !/^0+$/.test(err)) codes.push(`err ${err}`);
  if (network?.length === 3) codes.push(`network error ${network[0]}/${network.readUInt16BE(1)}`);
  return codes.length === 0 ? words : `${words} (${codes.join(', ')})`;
};

/**
 * The content of the receipt. Each value is cut, since a carrier can send 64 KiB of each, and the store keeps no more
 * than `EVIDENCE_OCTETS`.
 */
const evidenceOf = (delivery: Delivery, text: string): string => {
  const { receiptedMessageId, messageState, networkErrorCode, unknownTlvs } = delivery;
  let evidence = text === '' ? 'no text' : begin(withoutQuote(text));
  if (receiptedMessageId !== undefined) evidence += ` | receipted_message_id ${begin(receiptedMessageId)}`;
  if (messageState !== undefined) evidence += ` | message_state ${messageState}`;
  if (networkErrorCode !== undefined) evidence += ` | network_error_code ${inHex(networkErrorCode)}`;
  for (const { tag, value } of unknownTlvs ?? []) {
    if (evidence.length > EVIDENCE_OCTETS) break;
    evidence += ` | TLV 0x${tag.toString(16).padStart(4, '0')} ${inHex(value)}`;
  }
  return evidence;
};

const begin = (text: string): string => text.slice(0, EVIDENCE_OCTETS + 1);

const inHex = (value: Buffer): string => value.toString('hex', 0, Math.min(value.length, EVIDENCE_OCTETS));
