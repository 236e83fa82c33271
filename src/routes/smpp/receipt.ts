import { type Msisdn, toMsisdn } from '../../domain/msisdn.ts';
import type { RouteReceipt } from '../../domain/route.ts';
import { decodeUcs2 } from '../../domain/text/ucs2.ts';
import { type Delivery, userData } from './delivery.ts';
import { EsmClass } from './protocol.ts';
import { receiptState } from './receipt-state.ts';
import { type ReceiptText, scanReceiptText } from './receipt-text.ts';

/** A receipt as read, before its id is spelt in the ways that our records may have it. */
export interface ReadReceipt {
  /** '' if it names none: then it can't be matched, but it is kept. */
  readonly id: string;
  readonly to: Msisdn | undefined;
  readonly state: RouteReceipt['state'];
  readonly reason: string | undefined;
  readonly evidence: string;
}

/** message_state (5.2.28). */
const DELIVERED = 2;

const NOTHING: ReceiptText = { id: undefined, stat: undefined, err: undefined };

/** A receipt's fields come before the text that it quotes; what is longer is no receipt, or quotes a lot. */
const FIELDS_WITHIN = 500;

/** Text that begins like a receipt though no flag says that it is one, with more of one than a person would send. */
const RECEIPT_LIKE = /^\s*id:\S+\s.*\b(?:submit date|done date|dlvrd|sub):.*\bstat:[A-Z]{5,}/is;

/** The receipt in this delivery, or undefined if it is a message from a phone. */
export const readReceipt = (delivery: Delivery): ReadReceipt | undefined => {
  const type = delivery.esmClass & EsmClass.typeMask;
  const { receiptedMessageId, messageState } = delivery;
  const byTlv = receiptedMessageId !== undefined || messageState !== undefined;
  const text = receiptText(delivery);
  if (type === 0 && !byTlv && !RECEIPT_LIKE.test(text.slice(0, FIELDS_WITHIN))) return undefined;

  // Parameters that say all leave nothing to look for in the text: err says why, and delivered has no why.
  const told = receiptedMessageId && messageState === DELIVERED;
  const scanned = told ? NOTHING : scanReceiptText(text.slice(0, FIELDS_WITHIN));
  const id = receiptedMessageId || scanned.id || '';
  // The other types (5.2.12) come from the phone itself: what names no message of ours is a message to us.
  const fromCarrier = type === 0 || type === EsmClass.receipt || type === EsmClass.intermediate;
  if (!fromCarrier && id === '') return undefined;
  const { word, state, words } = receiptState(messageState, scanned.stat);
  return {
    id,
    to: recipient(delivery),
    state,
    reason: state === 'delivered' ? undefined : reasonOf(words, word, scanned.err, delivery.networkErrorCode),
    evidence: evidenceOf(delivery, text),
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

const evidenceOf = (delivery: Delivery, text: string): string => {
  const { receiptedMessageId, messageState, networkErrorCode, unknownTlvs } = delivery;
  let evidence = text === '' ? 'no text' : text;
  if (receiptedMessageId !== undefined) evidence += ` | receipted_message_id ${receiptedMessageId}`;
  if (messageState !== undefined) evidence += ` | message_state ${messageState}`;
  if (networkErrorCode !== undefined) evidence += ` | network_error_code ${networkErrorCode.toString('hex')}`;
  if (unknownTlvs !== undefined)
    for (const { tag, value } of unknownTlvs) evidence += ` | ${inWords(tag, value)}`;
  return evidence;
};

const inWords = (tag: number, value: Buffer): string =>
  `TLV 0x${tag.toString(16).padStart(4, '0')} ${value.toString('hex')}`;
