import { boundEvidence } from '../../../domain/messages/evidence.ts';
import type { IntakeLimits } from '../../../domain/messages/intake-limits.ts';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import { isSameRef, mayMeetByChance, spellingsOf, withoutZeros } from '../../../domain/routes/carrier-ref.ts';
import type { ReceiptMatch, RouteReceipt } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { prepareCompletion, prepareIsReceiptOfAnother } from '../queue/completion.ts';
import { prepareTransition } from '../queue/transition.ts';
import { PARTS_OF_ONE_ID, prepareAwaiting } from './awaiting-parts.ts';
import { prepareByRecipient } from './by-recipient.ts';
import { PlainReceipts } from './plain-receipts.ts';
import type { CarrierRef } from './read-ahead.ts';
import { type Candidate, type Choice, chooseCandidate, ofKnownPhone } from './receipt-candidate.ts';
import type { ReceiptMemory } from './receipt-memory.ts';
import { prepareRepeated } from './repeated.ts';
import { prepareIsAwaited, prepareIsOtherAwaited } from './unanswered.ts';
import { prepareUnmatched } from './unmatched.ts';

const SENT = stateCode('sent');

/** JSON of such a text gives both databases the same text as a parameter would. */
const isPlainText = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/**
 * Whether a message with a positive receipt is plain, as nearly every message is. Plain messages are written together,
 * after all receipts of the call, or before a receipt that is not plain: that one may be for the same message if it had
 * another attempt, and its meaning may depend on what the others have changed.
 */
const isPlain = (
  { own, state, possible_duplicate }: Candidate,
  { evidence, reason = '' }: RouteReceipt,
): boolean =>
  own === 1 && state === SENT && possible_duplicate === 0 && isPlainText(evidence) && isPlainText(reason);

/** Cuts the receipt's evidence and reason to what is kept, before they are compared or remembered. */
const bounded = (receipt: RouteReceipt): RouteReceipt => {
  const evidence = boundEvidence(receipt.evidence);
  const reason = receipt.reason === undefined ? undefined : boundEvidence(receipt.reason);
  return evidence === receipt.evidence && reason === receipt.reason
    ? receipt
    : { ...receipt, evidence, reason };
};

export interface ReceiptDeps extends ReceiptMemory {
  /** How many receipts that fit nothing may be stored. */
  readonly limits: IntakeLimits;
}

interface Found {
  readonly receipt: RouteReceipt;
  readonly candidates: readonly Candidate[];
  /** Whether so many parts await the id that only some of them were read. */
  readonly isCut: boolean;
}

const hasOneRef = ({ refs }: RouteReceipt): boolean => refs.length === 1;

const keyRefOf = ({ carrier, refs: [ref] }: RouteReceipt): CarrierRef => ({
  carrier,
  ref: withoutZeros(ref),
});

/** Matches receipts to their parts; keeps a receipt before its response until the response comes. */
export const prepareReceipts = (db: Db, { limits, ...memory }: ReceiptDeps) => {
  const { settled, phones, passedOver } = memory;
  const { note } = prepareTransition(db);
  const byRecipient = prepareByRecipient(db, memory);
  const isAwaited = prepareIsAwaited(db);
  const isOtherAwaited = prepareIsOtherAwaited(db);
  const isReceiptOfAnother = prepareIsReceiptOfAnother(db);
  const completion = prepareCompletion(db);
  const { keepReceipt, complete } = completion;
  const plain = new PlainReceipts(db, completion);
  const awaiting = prepareAwaiting(db);
  const keepUnmatched = prepareUnmatched(db, limits, memory);
  /** To be called before anything else is written, which may change what other receipts find. */
  const beforeOther = (at: number): void => {
    plain.write(at);
    awaiting.forget();
  };
  const { isRepeated, isOldReceipt, tells } = prepareRepeated(db, settled);
  /** The phones of messages that got a receipt in this call, and may have been in the way of another message. */
  let reached = new Set<string>();

  /** The parts that await this receipt, without those that got one in this call. */
  const found = (receipt: RouteReceipt): Found => {
    const all = awaiting.under(receipt.refs, receipt.carrier);
    const isFree = ({ own, message_id: id }: Candidate): boolean => own === 0 || !plain.has(id);
    const candidates = plain.waiting === 0 ? all : all.filter(isFree);
    return { receipt, candidates, isCut: all.length >= PARTS_OF_ONE_ID };
  };

  /**
   * The parts that have the id of the receipt. A route may have learnt a wrong spelling: if that finds no message to
   * the phone that the receipt names, the receipt gets all spellings.
   */
  const lookUp = (receipt: RouteReceipt): Found => {
    const asGiven = found(receipt);
    const { id, refs, to } = receipt;
    if (id === undefined || asGiven.candidates.some(({ recipient }) => recipient === to)) return asGiven;
    return found({ ...receipt, refs: [refs[0], ...spellingsOf(id)] });
  };

  /** The candidates. If messages went to the phone that the receipt names, those to other phones are left out. */
  const possibleCandidates = ({ receipt, candidates }: Found, at: number): readonly Candidate[] => {
    const { to, refs } = receipt;
    if (to === undefined || candidates.every(({ recipient }) => recipient === to)) return candidates;
    const isDoubtful = isAwaited(to, at);
    return phones.has(to) || isDoubtful
      ? ofKnownPhone(candidates, to, isDoubtful ? refs[0] : undefined)
      : candidates;
  };

  /**
   * The candidates for a text that a phone sent and that only looks like a receipt: parts of messages to that phone,
   * since a phone cannot confirm a message to another phone. If there are none, the text is no receipt, unless it
   * repeats one.
   */
  const ofSender = ({ receipt: { to }, candidates }: Found): readonly Candidate[] =>
    candidates.filter(({ recipient }) => recipient === to);

  /**
   * If more parts have this id than are read, only a part to the phone that the receipt names can be meant.
   *
   * @param possible those of the candidates found that the receipt may be for
   */
  const chooseAmong = ({ receipt, isCut }: Found, possible: readonly Candidate[]): Choice => {
    const { refs, to } = receipt;
    if (!isCut) return chooseCandidate(possible, refs[0], to);
    const ours = possible.filter(({ recipient }) => recipient === to);
    return ours.length === 0 ? { kind: 'ambiguous' } : chooseCandidate(ours, refs[0], to);
  };

  /**
   * Whether a receipt that fits this part only by a less likely spelling may be for another part by the likeliest one:
   * for a part that had its receipt, or for one whose id is not known.
   */
  const mayBeOfAnother = (
    { carrier, refs: [literal], to, route }: RouteReceipt,
    { carrier_ref: ref, message_id: messageId }: Candidate,
    at: number,
  ): boolean =>
    !isSameRef(ref, literal) &&
    (settled.hadReceipt(carrier, literal, to) ||
      (mayMeetByChance(ref, literal) && isOtherAwaited({ messageId, to, route }, at)));

  /**
   * Keeps a receipt whose id nobody knows. It stays kept even if it settles a message by its recipient: only an id
   * says which part it is for.
   */
  const keepUnknown = (receipt: RouteReceipt, at: number, hasDisk: boolean): ReceiptMatch => {
    beforeOther(at);
    const { route, to, state } = receipt;
    const id = keepUnmatched(receipt, at, 'unknown', hasDisk);
    if (id === undefined) return { kind: 'counted' };
    if (to === undefined || state === 'intermediate') return { kind: 'kept', reason: 'unknown' };
    const isTaken = byRecipient.receiptCame(id, to, route, at);
    return isTaken ? { kind: 'matchedByRecipient' } : { kind: 'kept', reason: 'unknown' };
  };

  /** Stores a receipt for this part, of which it is the first final one, and what it means for the message. */
  const apply = ({ state, ...said }: RouteReceipt, candidate: Candidate, at: number): void => {
    const { message_id, attempt, part, own } = candidate;
    const key = { messageId: message_id as MessageId, attempt, part };
    beforeOther(at);
    const { route, reason, evidence } = said;
    const cause = { at, route, part, reason, evidence };
    if (state === 'intermediate') note(message_id, cause);
    else {
      keepReceipt(key, { ...cause, state, isOwn: own === 1 });
      complete(key, at);
    }
  };

  /** @param unknown what becomes of a receipt whose id nobody knows */
  const record = <Unknown>(
    received: RouteReceipt,
    at: number,
    hasDisk: boolean,
    unknown: (receipt: RouteReceipt) => Unknown,
  ): ReceiptMatch | Unknown => {
    const of = lookUp(received);
    const { receipt } = of;
    const choice = chooseAmong(of, receipt.unmarked ? ofSender(of) : possibleCandidates(of, at));
    if (choice.kind === 'none') {
      if (isRepeated(receipt)) return { kind: 'repeated' };
      return receipt.unmarked ? { kind: 'notAReceipt' } : unknown(receipt);
    }
    if (choice.kind === 'ambiguous') {
      beforeOther(at);
      const id = keepUnmatched(receipt, at, 'ambiguous', hasDisk);
      return id === undefined ? { kind: 'counted' } : { kind: 'kept', reason: 'ambiguous' };
    }

    if (mayBeOfAnother(receipt, choice.candidate, at)) {
      return isRepeated(receipt) ? { kind: 'repeated' } : unknown(receipt);
    }
    const { candidate } = choice;
    const { message_id, attempt, part, parts, carrier_ref, recipient } = candidate;
    // After a restart, a carrier's counter may give ids again, and the carrier may repeat receipts that it sent before.
    if (isOldReceipt(receipt, carrier_ref)) return { kind: 'repeated' };
    const key = { messageId: message_id as MessageId, attempt, part };
    const { state, reason, evidence } = receipt;
    if (parts > 1 && isReceiptOfAnother(key, carrier_ref, evidence)) return { kind: 'repeated' };
    const says = state === 'intermediate' ? tells(message_id, part, evidence) : 'news';
    if (says === 'repeated') return { kind: 'repeated' };
    if (state === 'delivered' && isPlain(candidate, receipt))
      plain.add({ id: key.messageId, to: recipient, reason, evidence }, at);
    else if (says === 'news') apply(receipt, candidate, at);
    if (state !== 'intermediate') {
      const named = { id: receipt.refs[0], to: receipt.to };
      settled.add(receipt.carrier, carrier_ref, { recipient, named, evidence });
      if (passedOver.has(recipient)) reached.add(recipient);
    }
    const isToAnother = receipt.to !== undefined && receipt.to !== recipient;
    return { kind: 'matched', ref: carrier_ref, ...(isToAnother && { namesAnother: true }) };
  };

  const recordAll = <Match>(
    receipts: readonly RouteReceipt[],
    at: number,
    one: (receipt: RouteReceipt) => Match,
  ): readonly Match[] => {
    // A call that failed may have left some, which were not stored.
    plain.clear();
    reached = new Set();
    awaiting.lookAhead(receipts.filter(hasOneRef).map(keyRefOf));
    const matches = receipts.map((receipt) => one(bounded(receipt)));
    beforeOther(at);
    for (const phone of reached) byRecipient.gotReceipt(phone, at);
    byRecipient.lookPutOff(at);
    return matches;
  };

  return {
    receipts: (all: readonly RouteReceipt[], at: number, hasDisk: boolean): readonly ReceiptMatch[] =>
      recordAll(all, at, (one) => record(one, at, hasDisk, (receipt) => keepUnknown(receipt, at, hasDisk))),
    /** Leaves a receipt whose id nobody knows: its result is undefined. */
    knownReceipts: (
      all: readonly RouteReceipt[],
      at: number,
      hasDisk: boolean,
    ): readonly (ReceiptMatch | undefined)[] =>
      recordAll(all, at, (one) => record(one, at, hasDisk, () => undefined)),
  };
};
