import { stateCode } from '../../../../domain/messages/state.ts';
import { withoutZeros } from '../../../../domain/routes/carrier-ref.ts';
import type { PartKey } from '../../../../domain/routes/route.ts';
import { receiptStateCode } from '../../../codes.ts';
import type { Db } from '../../open.ts';
import { steady } from '../../steady.ts';
import { prepareIsReceiptOfAnother } from '../queue/completion.ts';
import { prepareTransition } from '../queue/transition.ts';
import { prepareIsAwaited } from './unanswered.ts';

interface Overtaken {
  readonly id: number;
  readonly at: number;
  readonly state: number;
  readonly reason: string | null;
  readonly evidence: string;
  /** As the receipt spells it. */
  readonly ref: string;
  /** Whom the receipt names. */
  readonly named: string | null;
  /** The message that it was taken for by its recipient alone. */
  readonly guessed_for: number | null;
}

interface MessageRow {
  readonly recipient: string;
  readonly parts: number;
  readonly since: number;
}

// A receipt can't have come before its part was handed over. What did, by more than a clock that was set back
// meanwhile, is of an older message with the same reference (TP-MR comes again after 256, TS 23.040 9.2.3.6).
const CLOCK_SET_BACK_MS = 10_000;
// Of one id, the newest: more are not looked at, so that an id that comes again and again costs no more.
const OF_ONE_ID = 64;
const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');
const INTERMEDIATE = receiptStateCode('intermediate');
const OF_ANOTHER =
  'an answer named the id of the receipt that was taken for this message: it was for another one';

/** Receipts that overtook the answer: taken out of the unmatched ones when the answer names what they are for. */
export const prepareOvertaken = (db: Db) => {
  const { note } = prepareTransition(db);
  // By another spelling than the receipt's own only for the recipient that it names, as in `receipt-candidate.ts`; and
  // not where there is one in its own: then the other is for an answer that is still to come. Nor, in any spelling, where
  // it names a phone for which one is.
  const find = db.prepare<[string, string, number], Overtaken>(
    steady(`
    SELECT r.id, r.at, r.state, r.reason, r.evidence, r.ref, r.recipient AS named, r.guessed_for
    FROM (SELECT receipt_id FROM unmatched_refs WHERE carrier = ? AND ref = ?
          ORDER BY receipt_id DESC LIMIT ${OF_ONE_ID}) JOIN unmatched_receipts r ON r.id = receipt_id
    WHERE r.at >= ? ORDER BY r.id`),
  );
  // An attempt that went on with its rest was claimed several times: the events have all claims but the last.
  const message = db.prepare<[number, number], MessageRow>(`
    SELECT recipient, parts, CASE attempt WHEN ? THEN coalesce(
      (SELECT min(at) FROM events WHERE message_id = messages.id AND events.attempt = messages.attempt
        AND from_state = ${QUEUED} AND to_state = ${SENDING}), claimed_at) ELSE created_at END - ${CLOCK_SET_BACK_MS} AS since
    FROM messages WHERE id = ?`);
  const isAwaited = prepareIsAwaited(db);
  const isReceiptOfAnother = prepareIsReceiptOfAnother(db);
  const isOfAnother = ({ named, at }: Overtaken): boolean => named !== null && isAwaited(named, at);
  const drop = db.prepare('DELETE FROM unmatched_receipts WHERE id = ?');
  const dropRefs = db.prepare('DELETE FROM unmatched_refs WHERE receipt_id = ?');
  return (key: PartKey, carrier: string, ref: string, at: number) => {
    const { messageId, attempt } = key;
    const row = message.get(attempt, messageId);
    if (row === undefined) return { recipient: '', receipts: [] };
    const { recipient, parts, since } = row;
    const id = withoutZeros(ref);
    const found = find
      .all(carrier, id, since)
      .filter(({ evidence }) => parts === 1 || !isReceiptOfAnother(key, ref, evidence));
    const isFor = ({ named }: Overtaken): boolean => named === null || named === recipient;
    const literal = found.filter(
      (receipt) => withoutZeros(receipt.ref) === id && (isFor(receipt) || !isOfAnother(receipt)),
    );
    const ours = literal.length > 0 ? literal : found.filter(isFor);
    // Some carriers give the parts of a long message one id: what follows the first final word may be another part's.
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
