import type { MessageId } from '../../../domain/messages/message-id.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { PartKey } from '../../../domain/routes/route.ts';
import type { Db, Written } from '../../db.ts';
import { receiptStateCode } from '../../rows/codes.ts';
import { namedIn } from '../named-in.ts';
import { prepareUndeliveredNumbers } from '../people/undelivered-numbers.ts';
import { prepareMayArriveLater, prepareWholeBefore } from '../receipts/other-attempts.ts';
import { steady } from '../steady.ts';
import { type Cause, prepareTransition } from './transition.ts';

const SENT = stateCode('sent');
const DELIVERED = stateCode('delivered');

interface PartRow {
  readonly part: number;
  readonly route: string;
  readonly receipt_state: number | null;
  readonly receipt_at: number | null;
  readonly receipt_reason: string | null;
  readonly receipt_evidence: string | null;
}

/** A message that is delivered, whose part stands in its own row. */
export interface PlainDelivered {
  readonly id: MessageId;
  readonly to: string;
  readonly reason: string | undefined;
  readonly evidence: string;
}

/** The first final receipt of a part. */
export interface FinalReceipt extends Cause {
  readonly state: 'delivered' | 'undelivered';
  /** Whether the part stands in the row of its message. */
  readonly isOwn: boolean;
}

interface MessageRow {
  readonly recipient: string;
  readonly state: number;
  readonly attempt: number;
  readonly parts: number;
}

/**
 * Whether another part of the attempt, to which the carrier gave the same id, has a receipt with exactly this text:
 * then the new receipt repeats the receipt of that part, and is not for this part.
 */
export const prepareIsReceiptOfAnother = (db: Db) => {
  const noted = db.prepare<[number, number, string, string]>(
    'SELECT 1 FROM parts WHERE message_id = ? AND attempt = ? AND carrier_ref = ? AND receipt_evidence = ?',
  );
  return ({ messageId, attempt }: PartKey, ref: string, evidence: string): boolean =>
    noted.get(messageId, attempt, ref, evidence) !== undefined;
};

const isPositive = ({ receipt_state }: PartRow): boolean => receipt_state === receiptStateCode('delivered');
const isNegative = ({ receipt_state }: PartRow): boolean => receipt_state === receiptStateCode('undelivered');

/**
 * Derives the state of a message from the receipts of its parts: delivered if each is positive, undelivered if one is
 * negative.
 */
export const prepareCompletion = (db: Db) => {
  const { move } = prepareTransition(db);
  const { wasDelivered } = prepareUndeliveredNumbers(db);
  const mayArriveLater = prepareMayArriveLater(db);
  const { mayEarlierArrive } = prepareWholeBefore(db);
  const SET = 'SET receipt_state = ?, receipt_at = ?, receipt_reason = ?, receipt_evidence = ?';
  const keep = db.prepare(
    `UPDATE parts ${SET} WHERE message_id = ? AND attempt = ? AND part = ? AND receipt_state IS NULL`,
  );
  const keepOwn = db.prepare(
    `UPDATE messages ${SET} WHERE id = ? AND carrier_ref IS NOT NULL AND receipt_state IS NULL`,
  );
  const delivered = db.prepare(
    `UPDATE messages SET state = ${DELIVERED}, final_at = ?, reason = NULL WHERE id = ? AND state = ${SENT}`,
  );
  const deliveredOne = db.prepare<[number, number, string | null, string, number]>(`
    UPDATE messages SET state = ${DELIVERED}, final_at = ?, reason = NULL,
      receipt_state = ${receiptStateCode('delivered')}, receipt_at = ?, receipt_reason = ?, receipt_evidence = ?
    WHERE id = ? AND state = ${SENT}`);
  const deliveredAll = db.prepare<{ at: number; receipts: string }>(
    steady(`
    UPDATE messages SET state = ${DELIVERED}, final_at = :at, reason = NULL,
      receipt_state = ${receiptStateCode('delivered')}, receipt_at = :at, receipt_reason = said.reason,
      receipt_evidence = said.evidence
    FROM (SELECT CAST(value ->> 'id' AS BIGINT) AS message_id, value ->> 'reason' AS reason,
                 value ->> 'evidence' AS evidence FROM json_each(:receipts)) said
    WHERE id = said.message_id ${namedIn(':receipts')} AND state + 0 = ${SENT}`),
  );
  const message = db.prepare<[number], MessageRow>(
    'SELECT recipient, state, attempt, parts FROM messages WHERE id = ?',
  );
  const parts = db.prepare<[number, number], PartRow>(
    steady(`
    SELECT part, route, receipt_state, receipt_at, receipt_reason, receipt_evidence FROM all_parts
    WHERE message_id = ? AND attempt = ? ORDER BY part`),
  );

  /** Stores the final receipt of a part that has none: the first one counts. */
  const keepReceipt = (key: PartKey, { state, at, reason, evidence, isOwn }: FinalReceipt): Written => {
    const values = [receiptStateCode(state), at, reason ?? null, evidence ?? null, key.messageId];
    return isOwn ? keepOwn.run(...values) : keep.run(...values, key.attempt, key.part);
  };

  /** Returns whether the part had no final receipt before. */
  const receiptOnPart = (...args: Parameters<typeof keepReceipt>): boolean =>
    keepReceipt(...args).changes === 1;

  /**
   * Ends the message if its attempt has a negative receipt and no other attempt may deliver it: a later one without an
   * answer, if the message went back to this one, or an earlier one that was accepted after this one had begun.
   */
  const endUndelivered = (id: MessageId, { attempt, parts: each }: MessageRow, at: number): void => {
    const known = parts.all(id, attempt);
    const negative = known.find(isNegative);
    if (negative === undefined || known.length < each || mayArriveLater(id, attempt)) return;
    if (mayEarlierArrive(id, attempt)) return;
    // The message ends at the time `at`, not at the time of the receipt, which may have come before the message was
    // sent.
    move(id, 'undelivered', {
      at,
      route: negative.route,
      part: negative.part,
      reason: negative.receipt_reason ?? 'not delivered',
      evidence: negative.receipt_evidence ?? undefined,
    });
  };

  const complete = ({ messageId, attempt }: Pick<PartKey, 'messageId' | 'attempt'>, at: number): void => {
    const row = message.get(messageId);
    if (row === undefined) return;
    const known = parts.all(messageId, attempt);
    if (known.length < row.parts || !known.every(isPositive)) {
      // A negative receipt of an earlier attempt settles the message only if its own attempt is lost too.
      if (known.some(isNegative)) endUndelivered(messageId, row, at);
      return;
    }
    if (row.state === SENT && delivered.run(at, messageId).changes === 1) {
      wasDelivered([row.recipient]);
      return;
    }
    const last = known.at(-1);
    const evidence = last?.receipt_evidence ?? undefined;
    move(messageId, 'delivered', { at, route: last?.route, part: undefined, reason: undefined, evidence });
  };

  /**
   * Stores the positive receipts of messages that are `sent` and have only this part, and marks the messages as
   * `delivered`, all in one statement. Nearly every message ends this way.
   */
  const completePlain = (plain: readonly PlainDelivered[], at: number): void => {
    if (plain.length === 0) return;
    const receipts = plain.map(({ id, reason, evidence }) => ({ id, reason, evidence }));
    deliveredAll.run({ at, receipts: JSON.stringify(receipts) });
    wasDelivered(plain.map(({ to }) => to));
  };

  /** The same for one message, without a word to those who count numbers that get nothing: see `tellDelivered`. */
  const completeOne = ({ id, reason, evidence }: PlainDelivered, at: number): void => {
    deliveredOne.run(at, at, reason ?? null, evidence, id);
  };

  return { completeOne, tellDelivered: wasDelivered, keepReceipt, receiptOnPart, complete, completePlain };
};
