import { boundEvidence } from '../../../../domain/messages/evidence.ts';
import type { IntakeLimits } from '../../../../domain/messages/intake-limits.ts';
import type { MessageId } from '../../../../domain/messages/message-id.ts';
import { stateCode } from '../../../../domain/messages/state.ts';
import { withoutZeros } from '../../../../domain/routes/carrier-ref.ts';
import type { ReceiptMatch, RouteReceipt } from '../../../../domain/routes/route.ts';
import type { Db } from '../../open.ts';
import { steady } from '../../steady.ts';
import { prepareCompletion, prepareIsReceiptOfAnother } from '../queue/completion.ts';
import type { KeptKeys } from '../queue/kept-keys.ts';
import { prepareTransition } from '../queue/transition.ts';
import { prepareByRecipient } from './by-recipient.ts';
import {
  type AwaitingPart,
  type Candidate,
  type CandidateMessage,
  type Choice,
  chooseCandidate,
} from './receipt-candidate.ts';
import type { RecentRefs } from './recent-refs.ts';
import { prepareIsAwaited } from './unanswered.ts';
import { prepareUnmatched } from './unmatched.ts';

/** A date in the text of a receipt (SMPP 3.4, appendix B): receipts with the same dated text are one receipt. */
const DATED = /\bdate:\d/i;
const SENT = stateCode('sent');
// How many kept receipts of one id are read, newest first: an id that comes again and again must not cost more each
// time.
const OF_ONE_ID = 64;
// How many parts that await a receipt under one id are read. A modem's TP-MR comes again after 256 parts, and some
// status reports never come.
const PARTS_OF_ONE_ID = 256;

/**
 * Whether a message with a positive receipt is plain, as nearly every message is. Plain messages are written together,
 * after all receipts of the call. Any other message is written before the next receipt is read, since the next receipt
 * may be for the same message if it had another attempt, and its meaning may depend on whether this message is still
 * `sending`.
 */
const isPlain = ({ parts, state, possible_duplicate }: CandidateMessage): boolean =>
  parts === 1 && state === SENT && possible_duplicate === 0;

/** Cuts the receipt's evidence and reason to what is kept, before they are compared or remembered. */
const bounded = (receipt: RouteReceipt): RouteReceipt => {
  const evidence = boundEvidence(receipt.evidence);
  const reason = receipt.reason === undefined ? undefined : boundEvidence(receipt.reason);
  return evidence === receipt.evidence && reason === receipt.reason
    ? receipt
    : { ...receipt, evidence, reason };
};

/** What the database's thread remembers between transactions, and how much it may store. */
export interface ReceiptDeps {
  readonly settled: RecentRefs;
  readonly kept: KeptKeys;
  readonly limits: IntakeLimits;
}

/**
 * Matches receipts to their parts. A receipt that comes before the answer to its submit is kept until the answer comes.
 */
export const prepareReceipts = (db: Db, { settled, kept, limits }: ReceiptDeps) => {
  const { note } = prepareTransition(db);
  const byRecipient = prepareByRecipient(db, settled, kept);
  const isAwaited = prepareIsAwaited(db);
  const isReceiptOfAnother = prepareIsReceiptOfAnother(db);
  const { receiptOnPart, complete, completePlain } = prepareCompletion(db);
  const AWAITING = `
    SELECT message_id, attempt, part, carrier_ref FROM parts
    WHERE coalesce(nullif(ltrim(carrier_ref, '0'), ''), '0') = ? AND carrier = ? AND receipt_state IS NULL`;
  const anyAwaiting = db.prepare<[string, string], AwaitingPart>(
    steady(`${AWAITING} LIMIT ${PARTS_OF_ONE_ID}`),
  );
  // Used only if `anyAwaiting` found `PARTS_OF_ONE_ID` parts. Nearly no receipt needs the order, which costs time.
  const newestAwaiting = db.prepare<[string, string], AwaitingPart>(
    steady(`${AWAITING} ORDER BY message_id DESC LIMIT ${PARTS_OF_ONE_ID}`),
  );
  const messageOf = db.prepare<[number], CandidateMessage>(
    'SELECT recipient, parts, final_at, state, possible_duplicate FROM messages WHERE id = ?',
  );
  const keepUnmatched = prepareUnmatched(db, limits, kept);
  const keptAlready = db.prepare<[string, string, string, string | null]>(
    steady(`
    SELECT 1 FROM (SELECT receipt_id FROM unmatched_refs WHERE carrier = ? AND ref = ?
                   ORDER BY receipt_id DESC LIMIT ${OF_ONE_ID}) JOIN unmatched_receipts r ON r.id = receipt_id
    WHERE r.evidence = ? AND r.recipient IS ? LIMIT 1`),
  );

  const isRepeated = ({ carrier, refs, to, evidence }: RouteReceipt): boolean =>
    refs.some((ref) => settled.has(carrier, ref, to, evidence)) ||
    keptAlready.get(carrier, withoutZeros(refs[0]), evidence, to ?? null) !== undefined;

  /** Whether exactly this receipt, with its date, came before. */
  const isOldReceipt = ({ carrier, to, evidence }: RouteReceipt, ref: string): boolean =>
    settled.has(carrier, ref, to, evidence) && DATED.test(evidence);

  const awaiting = (ref: string, carrier: string): readonly AwaitingPart[] => {
    const found = anyAwaiting.all(ref, carrier);
    return found.length < PARTS_OF_ONE_ID ? found : newestAwaiting.all(ref, carrier);
  };

  const withMessage = (part: AwaitingPart): readonly Candidate[] => {
    const message = messageOf.get(part.message_id);
    return message === undefined ? [] : [{ ...part, ...message }];
  };

  const findCandidates = ({ refs, carrier }: RouteReceipt): readonly Candidate[] => {
    // Nearly every receipt has one spelling of its id, for one part.
    if (refs.length === 1) return awaiting(withoutZeros(refs[0]), carrier).flatMap(withMessage);
    return [...new Set(refs.map(withoutZeros))].flatMap((ref) => awaiting(ref, carrier)).flatMap(withMessage);
  };

  /**
   * The parts that the receipt may be for. If it names a phone to which a message is under way or unanswered, it may be
   * for that message: then parts to other phones are left out.
   */
  const possibleCandidates = (receipt: RouteReceipt, at: number): readonly Candidate[] => {
    const candidates = findCandidates(receipt);
    const { to } = receipt;
    const isOfTo = ({ recipient }: Candidate): boolean => recipient === to;
    if (to === undefined || candidates.every(isOfTo) || !isAwaited(to, at)) return candidates;
    return candidates.filter(isOfTo);
  };

  /**
   * The candidates for a text from a phone that only looks like a receipt: parts of messages to that phone, since a
   * phone cannot confirm a message to another phone. If there are none, the text is no receipt, unless it repeats one.
   */
  const ofSender = (receipt: RouteReceipt): readonly Candidate[] =>
    findCandidates(receipt).filter(({ recipient }) => recipient === receipt.to);

  /**
   * Chooses among the parts that were found. If more parts have this id than are read, only a part to the phone that
   * the receipt names can be chosen.
   */
  const chooseAmong = (receipt: RouteReceipt, found: readonly Candidate[]): Choice => {
    const { refs, to } = receipt;
    if (found.length < PARTS_OF_ONE_ID) return chooseCandidate(found, refs[0], to);
    const ours = found.filter(({ recipient }) => recipient === to);
    return ours.length === 0 ? { kind: 'ambiguous' } : chooseCandidate(ours, refs[0], to);
  };

  /**
   * Keeps a receipt whose id nobody knows. It stays kept even if it settles a message by its recipient: only an id
   * says which part it is for.
   */
  const keepUnknown = (receipt: RouteReceipt, at: number, hasDisk: boolean): ReceiptMatch => {
    const { route, to, state } = receipt;
    const id = keepUnmatched(receipt, at, 'unknown', hasDisk);
    if (id === undefined) return { kind: 'counted' };
    if (to === undefined || state === 'intermediate') return { kind: 'kept', reason: 'unknown' };
    const isTaken = byRecipient.receiptCame(id, to, route, at);
    return isTaken ? { kind: 'matchedByRecipient' } : { kind: 'kept', reason: 'unknown' };
  };

  /** @param delivered collects plain messages with a positive receipt, which the caller writes all at once */
  const record = (
    receipt: RouteReceipt,
    at: number,
    delivered: MessageId[],
    hasDisk: boolean,
  ): ReceiptMatch => {
    const candidates = receipt.unmarked ? ofSender(receipt) : possibleCandidates(receipt, at);
    const choice = chooseAmong(receipt, candidates);
    if (choice.kind === 'none') {
      if (isRepeated(receipt)) return { kind: 'repeated' };
      return receipt.unmarked ? { kind: 'notAReceipt' } : keepUnknown(receipt, at, hasDisk);
    }
    if (choice.kind === 'ambiguous') {
      const id = keepUnmatched(receipt, at, 'ambiguous', hasDisk);
      return id === undefined ? { kind: 'counted' } : { kind: 'kept', reason: 'ambiguous' };
    }

    const { message_id, attempt, part, parts, carrier_ref, recipient } = choice.candidate;
    // After a restart, a carrier's counter may give ids again, and the carrier may repeat receipts that it sent before.
    if (isOldReceipt(receipt, carrier_ref)) return { kind: 'repeated' };
    const key = { messageId: message_id as MessageId, attempt, part };
    const { route, reason, evidence } = receipt;
    if (parts > 1 && isReceiptOfAnother(key, carrier_ref, evidence)) return { kind: 'repeated' };
    const cause = { at, route, part, reason, evidence };
    if (receipt.state === 'intermediate') note(message_id, cause);
    else {
      receiptOnPart(key, receipt.state, cause);
      settled.add(receipt.carrier, carrier_ref, {
        recipient,
        named: { id: receipt.refs[0], to: receipt.to },
        evidence,
      });
      if (receipt.state === 'delivered' && isPlain(choice.candidate)) delivered.push(key.messageId);
      else complete(key, at);
    }
    return { kind: 'matched', ref: carrier_ref };
  };
  return (receipts: readonly RouteReceipt[], at: number, hasDisk: boolean): readonly ReceiptMatch[] => {
    const delivered: MessageId[] = [];
    const matches = receipts.map((receipt) => record(bounded(receipt), at, delivered, hasDisk));
    completePlain(delivered, at);
    return matches;
  };
};
