import type { MessageId } from '../../../../domain/messages/message-id.ts';
import { stateCode } from '../../../../domain/messages/state.ts';
import type { Db } from '../../open.ts';
import { steady } from '../../steady.ts';
import { EARLIER_UNKNOWN } from './may-be-there.ts';
import { type Cause, prepareTransition } from './transition.ts';

const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');
const UNCERTAIN = stateCode('uncertain');
const SUFFIX = `; ${EARLIER_UNKNOWN}`;

/** What is known of the attempts before the last one, of a message whose last attempt was refused for good. */
export const prepareEarlierAttempts = (db: Db) => {
  const { move } = prepareTransition(db);
  // An attempt that a backup doesn't know is counted by the message, but is no event.
  const doubt = db.prepare<{ id: number; attempt: number }>(
    steady(`
    SELECT 1 FROM parts WHERE message_id = :id AND attempt < :attempt
    UNION ALL SELECT 1 FROM unanswered WHERE message_id = :id AND attempt < :attempt
      AND recipient = (SELECT recipient FROM messages WHERE id = :id)
    UNION ALL SELECT 1 FROM unmatched_receipts WHERE guessed_for = :id
    UNION ALL SELECT 1 WHERE :attempt - 1 > (
      SELECT count(DISTINCT attempt) FROM events WHERE message_id = :id AND attempt < :attempt
        AND from_state = ${QUEUED} AND to_state = ${SENDING})
    LIMIT 1`),
  );
  // A cancel, an expiry or an opt-out has the same reason, but no route said it.
  const refusedLast = db.prepare<[number], { attempt: number; reason: string }>(
    `SELECT attempt, reason FROM messages
     WHERE id = ? AND state = ${UNCERTAIN} AND substr(reason, -${SUFFIX.length}) = '${SUFFIX}'
       AND (SELECT route FROM events WHERE message_id = messages.id AND to_state = ${UNCERTAIN}
              AND from_state <> ${UNCERTAIN} ORDER BY id DESC LIMIT 1) IS NOT NULL`,
  );

  /** Whether a carrier took a part of an attempt before this one, or has not answered it. */
  const mayBeThere = (id: MessageId, attempt: number): boolean => doubt.get({ id, attempt }) !== undefined;

  return {
    mayBeThere,
    /** Ends as failed a message that is uncertain only because of earlier attempts, once each of them was refused. */
    failIfEachRefused: (id: MessageId, cause: Cause): void => {
      const last = refusedLast.get(id);
      if (last === undefined || mayBeThere(id, last.attempt)) return;
      move(id, 'failed', { ...cause, reason: last.reason.slice(0, -SUFFIX.length) });
    },
  };
};
