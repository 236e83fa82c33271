import type { MessageId } from '../../../domain/messages/message-id.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { PartKey } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { receiptStateCode } from '../../rows/codes.ts';
import { prepareMayArriveLater, prepareWholeBefore } from '../receipts/other-attempts.ts';
import { prepareCompletion } from './completion.ts';
import { IN_DOUBT } from './may-be-there.ts';
import { prepareIsClaimLogged, prepareTransition } from './transition.ts';

interface LastAttempt {
  readonly attempt: number;
  readonly route: string;
  readonly claimed_at: number;
  readonly state: number;
  /** While the message is queued: the parts that are left of the attempt. A message that has ended may keep it. */
  readonly rest: string | null;
}

const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');
const UNCERTAIN = stateCode('uncertain');
const SENT = stateCode('sent');
const UNCONFIRMED = stateCode('unconfirmed');
const LOST = receiptStateCode('undelivered');
const ACCEPTED = 'an earlier attempt was accepted';

/**
 * What was accepted is not sent again: if the last attempt at a message came to nothing, but an earlier attempt was
 * accepted whole, the message goes back to the earlier attempt.
 */
export const prepareAcceptedBefore = (db: Db) => {
  const { move, log } = prepareTransition(db);
  const { complete } = prepareCompletion(db);
  const mayArriveLater = prepareMayArriveLater(db);
  const { wholeBefore } = prepareWholeBefore(db);
  const isClaimLogged = prepareIsClaimLogged(db);
  const lastOf = db.prepare<[number], LastAttempt>(
    `SELECT attempt, route, claimed_at, state, rest FROM messages
     WHERE id = ? AND attempt > 1 AND state IN (${QUEUED}, ${UNCERTAIN})`,
  );
  const lostOf = db.prepare<[number, number]>(
    `SELECT 1 FROM parts WHERE message_id = ? AND attempt = ? AND receipt_state = ${LOST} LIMIT 1`,
  );
  const nowOf = db.prepare<[number], { state: number; attempt: number }>(
    'SELECT state, attempt FROM messages WHERE id = ?',
  );
  const goBack = db.prepare(`
    UPDATE messages SET attempt = :attempt, route = :route, rest = NULL, reserved_for = NULL, reserved_until = NULL,
      claimed_at = coalesce((SELECT max(at) FROM events WHERE message_id = :id AND attempt = :attempt
        AND from_state = ${QUEUED} AND to_state = ${SENDING}), claimed_at)
    WHERE id = :id`);

  /** Logs the claim of the last attempt, once: the columns of the message will have that of the earlier attempt. */
  const logClaim = (id: number, { attempt, route, claimed_at: at }: LastAttempt): void => {
    if (isClaimLogged(id, attempt, at)) return;
    const unsaid = { part: undefined, reason: undefined, evidence: undefined };
    log({ id, attempt, route, at, from: QUEUED, to: SENDING, ...unsaid });
  };

  /** Whether a later attempt goes before an earlier one that is lost: its rest will be sent, or it may still arrive. */
  const hasLater = (id: number, attempt: number, { state, rest }: LastAttempt): boolean =>
    (state === QUEUED && rest !== null && rest !== IN_DOUBT) || mayArriveLater(id, attempt);

  /** Sets a message back to this earlier attempt. */
  const backTo = (id: number, attempt: number, route: string, last: LastAttempt): void => {
    logClaim(id, last);
    goBack.run({ id, attempt, route });
  };

  /**
   * Sets the message to `sent` if an earlier attempt was accepted whole while a route had the last attempt. If a
   * negative receipt says that the earlier attempt is lost, what a later attempt may still deliver goes before it.
   *
   * @returns whether the message was set to `sent`
   */
  const sendByEarlier = (id: MessageId, at: number): boolean => {
    const last = lastOf.get(id);
    const earlier = last === undefined ? undefined : wholeBefore(id, last.attempt);
    if (last === undefined || earlier === undefined) return false;
    const { attempt, route, lost } = earlier;
    if (lost > 0 && hasLater(id, attempt, last)) return false;
    backTo(id, attempt, route, last);
    move(id, 'sent', { at, route, part: undefined, reason: ACCEPTED, evidence: undefined });
    // A negative receipt for the earlier attempt may have come already.
    complete({ messageId: id, attempt }, at);
    return true;
  };

  return {
    sendByEarlier,
    /**
     * Sets a message that is queued or uncertain back to this earlier attempt, each part of which was accepted.
     * @returns whether it was set back
     */
    goBackTo: ({ messageId, attempt }: PartKey, route: string): boolean => {
      const last = lastOf.get(messageId);
      if (last === undefined || last.attempt <= attempt) return false;
      if (lostOf.get(messageId, attempt) !== undefined && hasLater(messageId, attempt, last)) return false;
      backTo(messageId, attempt, route, last);
      return true;
    },
    /**
     * To be called when an attempt that had no answer is surely over: the message may have waited for it alone.
     * @returns whether the message has gone back to an earlier attempt, now or before
     */
    doubtIsOver: (id: MessageId, at: number): boolean => {
      const now = nowOf.get(id);
      if (now?.state !== SENT && now?.state !== UNCONFIRMED) return sendByEarlier(id, at);
      complete({ messageId: id, attempt: now.attempt }, at);
      return true;
    },
  };
};
