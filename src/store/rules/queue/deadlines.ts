import type { MessageId } from '../../../domain/messages/message-id.ts';
import { type Priority, priorityOf } from '../../../domain/messages/priority.ts';
import type { EndedClass } from '../../../domain/messages/queue.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Db } from '../../db.ts';
import { receiptStateCode } from '../../rows/codes.ts';
import { prepareByRecipient } from '../receipts/by-recipient.ts';
import type { ReceiptMemory } from '../receipts/receipt-memory.ts';
import { prepareKeepInFlight } from '../receipts/unanswered.ts';
import { steady } from '../steady.ts';
import { type Overdue, prepareExpire } from './expire.ts';
import { MAY_BE_THERE } from './may-be-there.ts';
import { prepareTransition } from './transition.ts';

const BATCH = 1000;

const NO_RECEIPT = 'no receipt came in time';
const ONE_LOST = 'one attempt could not be delivered, and another may have arrived';
const OF_NO_PART = 'receipts came for its recipient, but no answer told which of its parts they are for';

/** How many messages of each class (lane and priority) ended. The send loop corrects its counts by these numbers. */
const byClass = (rows: readonly Late[]): readonly EndedClass[] => {
  const counts = new Map<string, { lane: number; priority: Priority; messages: number }>();
  for (const { lane, priority } of rows) {
    const key = `${lane}/${priority}`;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { lane, priority: priorityOf(priority), messages: 1 });
    else known.messages++;
  }
  return [...counts.values()];
};

interface Late extends Overdue {
  readonly state: number;
  readonly lane: number;
  readonly priority: number;
}

/** The statements of the watchdog, which ends every message that is open past its validity plus grace. */
export const prepareDeadlines = (db: Db, memory: ReceiptMemory) => {
  const { move } = prepareTransition(db);
  const expire = prepareExpire(db);
  const keepInFlight = prepareKeepInFlight(db);
  const { lookPutOff } = prepareByRecipient(db, memory);
  const overdue = db.prepare<[number, number, number, number], Late>(
    steady(`
    SELECT id, state, lane, priority, ${MAY_BE_THERE} AS may_be_there, rest FROM messages
    WHERE final_at IS NULL AND valid_until > ? AND valid_until <= ? AND state BETWEEN ? AND ?
    ORDER BY valid_until LIMIT ${BATCH}`),
  );
  const guessed = db.prepare<[number]>('SELECT 1 FROM unmatched_receipts WHERE guessed_for = ? LIMIT 1');
  const lost = db.prepare<[number]>(`
    SELECT 1 FROM messages m JOIN parts p ON p.message_id = m.id
    WHERE m.id = ? AND m.possible_duplicate = 1 AND p.receipt_state = ${receiptStateCode('undelivered')} LIMIT 1`);
  const unconfirmedReason = (id: number): string => {
    if (lost.get(id) !== undefined) return ONE_LOST;
    return guessed.get(id) === undefined ? NO_RECEIPT : OF_NO_PART;
  };
  const cause = (at: number, reason: string) =>
    ({ at, route: undefined, part: undefined, reason, evidence: undefined }) as const;
  const queued = stateCode('queued');
  return {
    /** Ends queued messages with a deadline in (after, now]. */
    expireQueued(afterMs: number, nowMs: number): { ended: readonly EndedClass[]; more: boolean } {
      const rows = overdue.all(afterMs, nowMs, queued, queued);
      for (const row of rows) expire(row, nowMs);
      return { ended: byClass(rows), more: rows.length === BATCH };
    },
    /**
     * Ends messages that are `sending` or `sent` with a deadline in (after, until]: by then the answer time-outs of
     * all routes are long over. Looks too for receipts of which there was no time to say whose they are.
     */
    giveUp(afterMs: number, untilMs: number, nowMs: number): { ended: number; more: boolean } {
      const rows = overdue.all(afterMs, untilMs, stateCode('sending'), stateCode('sent'));
      for (const { id, state } of rows) {
        if (state === stateCode('sent')) move(id, 'unconfirmed', cause(nowMs, unconfirmedReason(id)));
        else {
          move(id, 'uncertain', cause(nowMs, 'handed over, and no answer ever came'));
          keepInFlight(id);
          // Its answer may still come, and takes what was kept away.
          memory.kept.addUnanswered(id as MessageId, nowMs);
        }
      }
      lookPutOff(nowMs);
      return { ended: rows.length, more: rows.length === BATCH };
    },
  };
};
