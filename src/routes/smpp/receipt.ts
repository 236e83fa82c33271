import { type Msisdn, toMsisdn } from '../../domain/msisdn.ts';
import type { RouteReceipt } from '../../domain/route.ts';
import type { Delivery } from './delivery.ts';
import { EsmClass } from './protocol.ts';
import { scanReceiptText } from './receipt-text.ts';

/** A receipt as read, before its id is spelt in the ways that our records may have it. */
export interface ReadReceipt {
  /** '' if it names none: it can't be matched, but it is kept. */
  readonly id: string;
  readonly to: Msisdn | undefined;
  readonly state: RouteReceipt['state'];
  readonly reason: string | undefined;
  readonly evidence: string;
}

type State = RouteReceipt['state'];

/** 5.2.28, and SKIPPED of 5.0. UNKNOWN is not final: the carrier doesn't know, so neither do we. */
const messageStates: Readonly<Record<number, readonly [State, string]>> = {
  0: ['intermediate', 'SCHEDULED'],
  1: ['intermediate', 'ENROUTE'],
  2: ['delivered', 'DELIVRD'],
  3: ['undelivered', 'EXPIRED'],
  4: ['undelivered', 'DELETED'],
  5: ['undelivered', 'UNDELIV'],
  6: ['intermediate', 'ACCEPTD'],
  7: ['intermediate', 'UNKNOWN'],
  8: ['undelivered', 'REJECTD'],
  9: ['undelivered', 'SKIPPED'],
};

const states: Readonly<Record<string, State>> = {
  DELIVRD: 'delivered',
  DELIVERED: 'delivered',
  DELIVERD: 'delivered',
  EXPIRED: 'undelivered',
  DELETED: 'undelivered',
  UNDELIV: 'undelivered',
  UNDELIVERABLE: 'undelivered',
  UNDELIVERED: 'undelivered',
  REJECTD: 'undelivered',
  REJECTED: 'undelivered',
  FAILED: 'undelivered',
  SKIPPED: 'undelivered',
};

/** What each final negative state means to whoever asks. */
const reasons: Readonly<Record<string, string>> = {
  EXPIRED: 'not delivered before its validity ended',
  DELETED: 'deleted at the carrier',
  UNDELIV: 'could not be delivered',
  REJECTD: 'rejected by the network or the phone',
  SKIPPED: 'not transmitted by the carrier',
};

/** Text that begins like a receipt though no flag says that it is one; the words a person would hardly send. */
const RECEIPT_LIKE = /^\s*id:\S+\s.*\b(?:submit date|done date|dlvrd|sub):.*\bstat:[A-Z]{5,}/is;

/** The receipt in this delivery, or undefined if it is a message from a phone. */
export const readReceipt = (delivery: Delivery): ReadReceipt | undefined => {
  const type = delivery.esmClass & EsmClass.typeMask;
  const flagged = type !== 0;
  const tlvId = delivery.receiptedMessageId;
  const tlvState = delivery.messageState;
  // ASCII whatever data_coding says: that tells of the original message.
  const text = delivery.octets.toString('latin1');
  if (!flagged && tlvId === undefined && tlvState === undefined && !RECEIPT_LIKE.test(text)) return undefined;

  const scanned = scanReceiptText(text);
  const id = tlvId !== undefined && tlvId !== '' ? tlvId : (scanned.id ?? '');
  const byState = tlvState === undefined ? undefined : messageStates[tlvState];
  // 0x08, 0x10 and 0x18 come from the phone itself: without an id they are messages.
  if (type !== EsmClass.receipt && type !== EsmClass.intermediate && flagged && id === '') return undefined;
  const word = byState?.[1] ?? scanned.stat ?? 'no state';
  const state = byState?.[0] ?? states[word] ?? 'intermediate';
  return {
    id,
    to: recipient(delivery),
    state,
    reason: state === 'delivered' ? undefined : reasonOf(word, scanned.err, delivery.networkErrorCode),
    evidence: evidenceOf(delivery, text),
  };
};

/** A receipt comes from the number that our message went to (4.6.1); only a number that is surely whole is used. */
const recipient = ({ source, sourceTon }: Delivery): Msisdn | undefined =>
  sourceTon === 1 || source.startsWith('+')
    ? toMsisdn(source.startsWith('+') ? source : `+${source}`)
    : undefined;

const reasonOf = (word: string, err: string | undefined, network: Buffer | undefined): string => {
  const codes = [word];
  if (err !== undefined && !/^0*$/.test(err)) codes.push(`err ${err}`);
  if (network?.length === 3) codes.push(`network error ${network[0]}/${network.readUInt16BE(1)}`);
  const meaning = reasons[word] ?? (states[word] === 'undelivered' ? 'could not be delivered' : 'on its way');
  return `${meaning} (${codes.join(', ')})`;
};

const evidenceOf = (delivery: Delivery, text: string): string => {
  let evidence = text === '' ? 'deliver_sm without text' : text;
  if (delivery.receiptedMessageId !== undefined)
    evidence += ` | receipted_message_id ${delivery.receiptedMessageId}`;
  if (delivery.messageState !== undefined) evidence += ` | message_state ${delivery.messageState}`;
  if (delivery.networkErrorCode !== undefined) {
    evidence += ` | network_error_code ${delivery.networkErrorCode.toString('hex')}`;
  }
  for (const { tag, value } of delivery.unknownTlvs ?? []) {
    evidence += ` | TLV ${tag.toString(16).padStart(4, '0')} ${value.toString('hex')}`;
  }
  return evidence;
};
