import { EVIDENCE_OCTETS } from '../../../domain/messages/evidence.ts';
import { type Msisdn, toMsisdn } from '../../../domain/messages/msisdn.ts';
import type { RouteReceipt } from '../../../domain/routes/route.ts';
import { decodeUcs2 } from '../../../domain/text/ucs2.ts';
import { type Delivery, userData } from '../../../protocols/smpp/delivery.ts';
import { boundMessageId, EsmClass } from '../../../protocols/smpp/protocol.ts';
import { isNamedState, isStateWord, receiptState } from '../../../protocols/smpp/receipt-state.ts';
import { type ReceiptText, scanReceiptText } from '../../../protocols/smpp/receipt-text.ts';

/** A receipt as read, before its id is spelt in the ways that our records may have it. */
export interface ReadReceipt {
  /** '' if it names none: then it can't be matched, but it is kept. */
  readonly id: string;
  readonly to: Msisdn | undefined;
  readonly state: RouteReceipt['state'];
  readonly reason: string | undefined;
  readonly evidence: string;
  /** Nothing but its text says that it is a receipt, and a phone can write that text. */
  readonly unmarked: boolean;
}

/** message_state (5.2.28). */
const DELIVERED = 2;

const NOTHING: ReceiptText = { id: undefined, stat: undefined, err: undefined };

/** A receipt's fields come before the text that it quotes; what is longer is no receipt, or quotes a lot. */
const FIELDS_WITHIN = 500;

const ID_FIRST = /^\s*id:\S/i;
/** The grammar of appendix B with one of the fields that a person would not write; each is searched for by itself. */
const GRAMMAR: readonly RegExp[] = [ID_FIRST, /\b(?:submit date|done date|dlvrd|sub):/i, /\bstat:[A-Z]{5,}/i];

const hasGrammar = (text: string): boolean => GRAMMAR.every((field) => field.test(text));

/** Both bits at once stand nowhere in 5.2.12, but each of them says that the carrier wrote it. */
const FROM_CARRIER: ReadonlySet<number> = new Set([
  EsmClass.receipt,
  EsmClass.intermediate,
  EsmClass.receipt | EsmClass.intermediate,
]);

/** What marks a delivery as a receipt, whatever its text says; undefined: nothing does. */
type Mark = 'class' | 'state' | undefined;

/**
 * A receipt by its class (5.2.12), or by a message_state that SMPP names. A receipted_message_id alone is no mark: there are
 * carriers that put it on every deliver_sm (Kannel's drive_smpp does). A message_state that nobody can read would hide
 * what a phone wrote and settle nothing, so that it marks only an empty text.
 */
const markOf = ({ esmClass, messageState, receiptedMessageId }: Delivery, text: string): Mark => {
  if (FROM_CARRIER.has(esmClass & EsmClass.typeMask)) return 'class';
  if (messageState === undefined) return undefined;
  if (text === '') return 'state';
  const namesMessage = Boolean(receiptedMessageId) || ID_FIRST.test(text);
  return namesMessage && isNamedState(messageState) ? 'state' : undefined;
};

/** Without a mark: its text has the grammar of a receipt, or it has no text that could be shown to anybody. */
const isUnmarkedReceipt = ({ esmClass, receiptedMessageId }: Delivery, text: string): boolean => {
  if (text === '') return Boolean(receiptedMessageId);
  // The other classes are acknowledgements that the phone itself makes: id and state are all that they have to say.
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

  // Parameters that say all leave nothing to look for in the text: err says why, and delivered has no why.
  const told = receiptedMessageId && messageState === DELIVERED;
  const scanned = told ? NOTHING : scanReceiptText(text);
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
 * ASCII whatever data_coding says, since that often tells of the original message; UCS-2 where every other octet
 * shows that it is.
 */
const receiptText = (delivery: Delivery): string => {
  const octets = userData(delivery);
  return octets.length >= 2 && octets.length % 2 === 0 && octets[0] === 0
    ? decodeUcs2(octets)
    : octets.toString('latin1');
};

/** A receipt comes from the number that our message went to (4.6.1); only one that is surely whole is used. */
const recipient = ({ source, sourceTon }: Delivery): Msisdn | undefined => {
  if (source.startsWith('+')) return toMsisdn(source);
  return sourceTon === 1 ? toMsisdn(`+${source}`) : undefined;
};

/** Of an unmarked one the sender is only compared with the recipient of the message that it names: any type of number will do. */
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

/** Made of the beginnings of what came: the store keeps no more, and a carrier can send 64 KiB of each. */
const evidenceOf = (delivery: Delivery, text: string): string => {
  const { receiptedMessageId, messageState, networkErrorCode, unknownTlvs } = delivery;
  let evidence = text === '' ? 'no text' : begin(text);
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
