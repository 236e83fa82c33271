import type { Settlement } from '../../../domain/messages/queue.ts';
import { isFinal, stateCode, stateOf } from '../../../domain/messages/state.ts';
import { withoutZeros } from '../../../domain/routes/carrier-ref.ts';
import type { PartKey } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { receiptStateOf } from '../../rows/codes.ts';
import { namedIn } from '../named-in.ts';
import { prepareByRecipient } from '../receipts/by-recipient.ts';
import { prepareOvertaken } from '../receipts/overtaken.ts';
import type { ReceiptMemory } from '../receipts/receipt-memory.ts';
import { steady } from '../steady.ts';
import { prepareAcceptedBefore } from './accepted-before.ts';
import { prepareAddPart } from './add-part.ts';
import { prepareCompletion } from './completion.ts';
import { type Cause, prepareTransition } from './transition.ts';

export type Accepted = Extract<Settlement, { kind: 'accepted' }>;
export type AcceptedLate = Extract<Settlement, { kind: 'acceptedLate' }>;

const SENT = stateCode('sent');
const SENDING = stateCode('sending');
const UNCERTAIN = stateCode('uncertain');

const ANSWERED_LATE = 'answered late';

interface StoredMessage {
  readonly state: number;
  readonly attempt: number;
  readonly parts: number;
  /** How many parts of the attempt that was answered are known to be accepted. */
  readonly known: number;
}

/** Writes which parts routes have accepted, and applies receipts that came before these answers. */
export const prepareAccept = (db: Db, memory: ReceiptMemory) => {
  const { settled, kept, passedOver } = memory;
  const { move, note } = prepareTransition(db);
  const { receiptOnPart, complete } = prepareCompletion(db);
  const { goBackTo } = prepareAcceptedBefore(db);
  const takeOvertaken = prepareOvertaken(db, memory);
  const { answered, partKnown, gotReceipt } = prepareByRecipient(db, memory);
  const addPart = prepareAddPart(db);
  const sent = db.prepare(
    `UPDATE messages SET state = ${SENT}, sent_at = ? WHERE id = ? AND state = ${SENDING} AND attempt = ?`,
  );
  const sentAtOnce = db.prepare<{ at: number; answers: string }>(
    steady(`
    UPDATE messages SET state = ${SENT}, sent_at = :at, carrier = said.carrier, carrier_ref = said.ref
    FROM (SELECT CAST(value ->> 'id' AS BIGINT) AS message_id, value ->> 'carrier' AS carrier, value ->> 'ref' AS ref
          FROM json_each(:answers)) said
    WHERE id = said.message_id ${namedIn(':answers')} AND state + 0 = ${SENDING} AND attempt = 1`),
  );
  const hasOwnPart = db.prepare<[number]>('SELECT 1 FROM messages WHERE id = ? AND carrier_ref IS NOT NULL');
  const secondPart = db.prepare('SELECT 1 FROM parts WHERE message_id = ? AND attempt = ? AND part = 2');
  const messageOf = db.prepare<[number, number, number], StoredMessage>(`
    SELECT state, attempt, parts, (SELECT count(*) FROM all_parts WHERE message_id = ? AND attempt = ?) AS known
    FROM messages WHERE id = ?`);
  const mayHaveReceipt = ({ outcome: { carrier, carrierRef } }: Accepted): boolean =>
    kept.mayHaveReceipt(carrier, withoutZeros(carrierRef));

  /** The phones of messages that got an early receipt, and may have been in the way of another message. */
  let reached = new Set<string>();
  /** To be called when all answers of the call are written. */
  const lookAgain = (at: number): void => {
    const phones = reached;
    reached = new Set();
    for (const phone of phones) gotReceipt(phone, at);
  };

  /** Applies the receipts that came before this answer. @returns whether there were any receipts */
  const takeEarlyReceipts = ({ key, route, outcome, at }: Accepted | AcceptedLate): boolean => {
    const { recipient, receipts } = takeOvertaken(key, outcome.carrier, outcome.carrierRef, at);
    for (const receipt of receipts) {
      const state = receiptStateOf(receipt.state);
      const reason = receipt.reason ?? undefined;
      const cause = { at: receipt.at, route, part: key.part, reason, evidence: receipt.evidence };
      const isOwn = hasOwnPart.get(key.messageId) !== undefined;
      const isKept = state !== 'intermediate' && receiptOnPart(key, { ...cause, state, isOwn });
      if (!isKept) note(key.messageId, cause);
      else {
        const { ref: id, evidence } = receipt;
        const named = { id, to: receipt.named ?? undefined };
        settled.add(outcome.carrier, outcome.carrierRef, { recipient, named, evidence });
        if (passedOver.has(recipient)) reached.add(recipient);
      }
    }
    return receipts.length > 0;
  };

  const hasSeveralParts = ({ key: { messageId, attempt, part }, single }: Accepted): boolean =>
    single !== true && (part > 1 || secondPart.get(messageId, attempt) !== undefined);

  const isPlain = (answer: Accepted): boolean =>
    answer.whole &&
    answer.single === true &&
    answer.key.attempt === 1 &&
    !kept.mayBeUnanswered(answer.key.messageId) &&
    !mayHaveReceipt(answer);

  /** Writes answers of the same millisecond into the rows of their messages, which become `sent`. */
  const acceptPlain = (answers: readonly Accepted[], at: number): void => {
    const said = answers.map(({ key, outcome }) => ({
      id: key.messageId,
      carrier: outcome.carrier,
      ref: outcome.carrierRef,
    }));
    if (sentAtOnce.run({ at, answers: JSON.stringify(said) }).changes === answers.length) return;
    // A message that has ended meanwhile keeps its state, and the answer is kept beside it.
    for (const answer of answers) if (hasOwnPart.get(answer.key.messageId) === undefined) accept(answer);
  };

  /** The watchdog, which may be another node's, has given the message up before this answer could be stored. */
  const takeBackGivenUp = ({ key, route, outcome, at }: Accepted): void => {
    const { messageId, attempt, part } = key;
    const message = messageOf.get(messageId, attempt, messageId);
    if (message?.attempt !== attempt || !isFinal(stateOf(message.state))) return;
    for (let each = 1; each <= message.parts; each++) answered({ ...key, part: each }, route);
    if (message.state === UNCERTAIN)
      move(messageId, 'sent', { at, route, part, reason: ANSWERED_LATE, evidence: outcome.carrierRef });
  };

  const accept = (settlement: Accepted): void => {
    const { key, route, at, whole } = settlement;
    const mayBeUnanswered = kept.mayBeUnanswered(key.messageId);
    addPart(settlement);
    if (mayBeUnanswered) answered(key, route);
    const isSent = !whole || sent.run(at, key.messageId, key.attempt).changes > 0;
    if (!isSent) takeBackGivenUp(settlement);
    const early = (mayBeUnanswered || mayHaveReceipt(settlement)) && takeEarlyReceipts(settlement);
    // Other parts of a long message may have their receipts already.
    if (early || (whole && hasSeveralParts(settlement))) complete(key, at);
    if (mayBeUnanswered) partKnown(key, route, at);
  };

  return {
    /**
     * Whether all parts of the attempt are accepted, though the one that sends it does not know of some: the message is
     * sent then. One node may have sent a part, and heard of it late, while another node sent the rest.
     */
    isWholeAfterAll: ({ messageId, attempt }: PartKey, cause: Cause): boolean => {
      const message = messageOf.get(messageId, attempt, messageId);
      if (message === undefined || message.known < message.parts) return false;
      const { at, route, part } = cause;
      note(messageId, cause);
      move(messageId, 'sent', { at, route, part, reason: undefined, evidence: undefined });
      complete({ messageId, attempt }, at);
      return true;
    },
    /**
     * Nearly every answer is for the first attempt at a message of one part, which was never given up and has no early
     * receipt. Such an answer needs no lookup and no row of its own, and one statement writes all that came in the same
     * millisecond.
     */
    acceptAll: (answers: readonly Accepted[]): void => {
      // A call that failed may have left some.
      reached = new Set();
      const plain = new Map<number, Accepted[]>();
      for (const answer of answers) {
        const { at } = answer;
        const same = plain.get(at);
        if (!isPlain(answer)) accept(answer);
        else if (same === undefined) plain.set(at, [answer]);
        else same.push(answer);
      }
      for (const [at, same] of plain) acceptPlain(same, at);
      lookAgain(answers.at(-1)?.at ?? 0);
    },
    acceptLate: (settlement: AcceptedLate): void => {
      reached = new Set();
      const { key, route, outcome, at } = settlement;
      addPart(settlement);
      answered(key, route);
      const cause = { at, route, part: key.part, reason: ANSWERED_LATE, evidence: outcome.carrierRef };
      const message = messageOf.get(key.messageId, key.attempt, key.messageId);
      const isWhole = message?.known === message?.parts;
      // A negative receipt may have come before this answer, and a later attempt may still arrive.
      takeEarlyReceipts(settlement);
      // The whole earlier attempt was accepted, so the attempt that waits in the queue does not begin.
      const whole = isWhole && (message?.attempt === key.attempt || goBackTo(key, route));
      if (whole) move(key.messageId, 'sent', cause);
      else note(key.messageId, cause);
      complete(key, at);
      partKnown(key, route, at);
      lookAgain(at);
    },
  };
};
