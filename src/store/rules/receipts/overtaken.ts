import { stateCode } from '../../../domain/messages/state.ts';
import { isLongId, isSameRef, mayMeetByChance, withoutZeros } from '../../../domain/routes/carrier-ref.ts';
import type { PartKey } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { receiptStateCode } from '../../rows/codes.ts';
import { prepareIsReceiptOfAnother } from '../queue/completion.ts';
import { prepareTransition } from '../queue/transition.ts';
import { steady } from '../steady.ts';
import { CLOCK_SET_BACK_MS } from './kept-lately.ts';
import type { ReceiptMemory } from './receipt-memory.ts';
import { prepareIsAwaited, prepareIsOtherAwaited } from './unanswered.ts';

interface Overtaken {
  readonly id: number;
  readonly at: number;
  readonly route: string;
  readonly state: number;
  readonly reason: string | null;
  readonly evidence: string;
  /** The id as the receipt spells it. */
  readonly ref: string;
  /** The recipient that the receipt names. */
  readonly named: string | null;
  /** The message to which the receipt was assigned by its recipient alone. */
  readonly guessed_for: number | null;
}

interface MessageRow {
  readonly recipient: string;
  readonly sender: string | null;
  readonly parts: number;
  readonly since: number;
}

// The largest number of receipts of one id that are read, newest first: an id that comes again and again must not cost
// more.
const OF_ONE_ID = 64;
const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');
const INTERMEDIATE = receiptStateCode('intermediate');
const OF_ANOTHER =
  'an answer named the id of the receipt that was taken for this message: it was for another one';

/** Takes early receipts out of the unmatched receipts when an answer names their id. */
export const prepareOvertaken = (db: Db, { phones, settled, lately }: ReceiptMemory) => {
  const { note } = prepareTransition(db);
  // Receipts that spell the id as the answer does are preferred. Only if there is none, receipts with another spelling
  // count, and of these only receipts that name this recipient or nobody, as in `receipt-candidate.ts`. A receipt that
  // names another phone does not count if messages went to that phone (`KnownPhones`).
  const find = db.prepare<[string, string, number], Overtaken>(
    steady(`
    SELECT r.id, r.at, r.route, r.state, r.reason, r.evidence, r.ref, r.recipient AS named, r.guessed_for
    FROM (SELECT receipt_id FROM unmatched_refs WHERE carrier = ? AND ref = ?
          ORDER BY receipt_id DESC LIMIT ${OF_ONE_ID}) JOIN unmatched_receipts r ON r.id = receipt_id
    WHERE r.at >= ? ORDER BY r.id`),
  );
  // An attempt whose rest was sent later was claimed several times: all claims but the last are in the events. So are
  // those of an attempt that another one followed.
  const message = db.prepare<{ id: number; attempt: number }, MessageRow>(`
    SELECT recipient, sender, parts, coalesce(
      (SELECT min(at) FROM events WHERE message_id = :id AND events.attempt = :attempt
        AND from_state = ${QUEUED} AND to_state = ${SENDING}),
      CASE attempt WHEN :attempt THEN claimed_at END, created_at) AS since
    FROM messages WHERE id = :id`);
  const isAwaited = prepareIsAwaited(db);
  const isOtherAwaited = prepareIsOtherAwaited(db);
  const isReceiptOfAnother = prepareIsReceiptOfAnother(db);
  // Some carriers name the sender, which may be the number of a phone to which a message went.
  const isOfAnother = ({ named, at, ref }: Overtaken, sender: string | null): boolean => {
    if (named === null) return false;
    return named === sender
      ? !isLongId(ref, ref) && isAwaited(named, at)
      : phones.has(named) || isAwaited(named, at);
  };
  const drop = db.prepare('DELETE FROM unmatched_receipts WHERE id = ?');
  const dropRefs = db.prepare('DELETE FROM unmatched_refs WHERE receipt_id = ?');
  return (key: PartKey, carrier: string, ref: string, at: number) => {
    const { messageId, attempt } = key;
    const row = message.get({ id: messageId, attempt });
    if (row === undefined) return { recipient: '', receipts: [] };
    const { recipient, sender, parts, since } = row;
    const id = withoutZeros(ref);
    // A receipt cannot come before its part was handed over: it is for an older message with the same reference (TP-MR
    // comes again after 256 messages, TS 23.040 9.2.3.6), or for one of another sender. If it names this phone, its
    // time may be a little earlier, since the clock may have been set back, or be that of another node.
    const isInTime = (receipt: Overtaken): boolean =>
      !lately.isBefore(receipt.id, messageId, attempt) &&
      (receipt.at >= since || receipt.named === recipient);
    const found = find
      .all(carrier, id, since - CLOCK_SET_BACK_MS)
      .filter(isInTime)
      .filter(({ evidence }) => parts === 1 || !isReceiptOfAnother(key, ref, evidence));
    const isFor = ({ named }: Overtaken): boolean => named === null || named === recipient;
    const literal = found.filter(
      (receipt) => isSameRef(receipt.ref, id) && (isFor(receipt) || !isOfAnother(receipt, sender)),
    );
    // An id that is spelled otherwise may be, as the receipt spells it, that of another part.
    const isSurelyFor = (receipt: Overtaken): boolean => {
      const { ref: literal, route } = receipt;
      const to = receipt.named ?? undefined;
      return (
        isFor(receipt) &&
        !settled.hadReceipt(carrier, literal, to) &&
        !(mayMeetByChance(ref, literal) && isOtherAwaited({ messageId, to, route }, at))
      );
    };
    const ours = literal.length > 0 ? literal : found.filter(isSurelyFor);
    // Some carriers give all parts of a long message one id: a receipt after the first final one may be for another
    // part.
    const final = ours.findIndex(({ state }) => state !== INTERMEDIATE);
    const receipts = parts === 1 || final === -1 ? ours : ours.slice(0, final + 1);
    for (const receipt of receipts) {
      drop.run(receipt.id);
      dropRefs.run(receipt.id);
      const { guessed_for: guessed, evidence } = receipt;
      if (guessed !== null && guessed !== messageId)
        note(guessed, { at, route: undefined, part: undefined, reason: OF_ANOTHER, evidence });
    }
    return { recipient, receipts };
  };
};
