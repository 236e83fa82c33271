import type { Rest } from '../../../domain/messages/queue.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { PartKey } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';
import { IN_DOUBT } from './may-be-there.ts';

/** How the reason of a note about a late answer begins (`lateSettlement`). It is stored, so it is never changed. */
const LATE_ANSWER = 'late answer: ';
const QUEUED = stateCode('queued');
const SENDING = stateCode('sending');
const UNCERTAIN = stateCode('uncertain');

/** What a route said of the last attempt. */
interface Refusal {
  readonly route: string | null;
  readonly part: number | null;
  readonly evidence: string | null;
}

/**
 * Ends the doubt about a message when its last attempt without an answer is refused: nothing of it went out then, and
 * the message must not be `uncertain`, nor a possible duplicate. Ends the doubt about a part in the same way.
 */
export const prepareAllRefused = (db: Db) => {
  // An attempt without a logged claim is one that nobody knows of, such as one that was made after a backup.
  const refused = db
    .prepare<{ id: number; before: number; until: number }, number>(
      steady(`SELECT (SELECT count(DISTINCT attempt) FROM events WHERE message_id = :id AND attempt < :before
                AND from_state = ${QUEUED} AND to_state = ${SENDING}) = :before - 1
        AND NOT EXISTS (SELECT 1 FROM parts WHERE message_id = :id AND attempt < :until)
        AND NOT EXISTS (SELECT 1 FROM unanswered WHERE message_id = :id AND attempt < :until
          AND recipient = (SELECT recipient FROM messages WHERE id = :id))
        AND NOT EXISTS (SELECT 1 FROM unmatched_receipts WHERE guessed_for = :id)`),
    )
    .pluck();
  const hasLateAnswer = db
    .prepare<[number], number>(
      steady(`SELECT 1 FROM events WHERE message_id = ? AND reason LIKE '${LATE_ANSWER}%' LIMIT 1`),
    )
    .pluck();
  const uncertainBy = db.prepare<[number], Refusal>(
    `SELECT route, part, evidence FROM events
     WHERE message_id = ? AND to_state = ${UNCERTAIN} AND from_state <> ${UNCERTAIN} ORDER BY id DESC LIMIT 1`,
  );
  const restOf = db
    .prepare<[number, number, number], string>(
      `SELECT rest FROM messages
       WHERE id = ? AND attempt = ? AND state = ${QUEUED} AND rest IS NOT NULL AND rest <> '${IN_DOUBT}'
         AND NOT EXISTS (SELECT 1 FROM parts
                         WHERE message_id = messages.id AND attempt = messages.attempt AND part = ?)`,
    )
    .pluck();
  const setRest = db.prepare('UPDATE messages SET rest = ? WHERE id = ?');
  const clear = db.prepare(
    `UPDATE messages SET possible_duplicate = 0, rest = nullif(rest, '${IN_DOUBT}') WHERE id = ?`,
  );

  // How many of the attempts up to this one a route may have taken, and the last of them.
  const takenOf = db.prepare<{ id: number; attempt: number }, { attempts: number; last: number | null }>(
    steady(`
    SELECT count(*) AS attempts, max(attempt) AS last FROM (
      SELECT attempt FROM parts WHERE message_id = :id AND attempt <= :attempt
      UNION SELECT attempt FROM unanswered WHERE message_id = :id AND attempt <= :attempt
        AND recipient = (SELECT recipient FROM messages WHERE id = :id))`),
  );
  const hasPart = db.prepare<[number, number]>(
    'SELECT 1 FROM parts WHERE message_id = ? AND attempt = ? LIMIT 1',
  );
  const inDoubtAgain = db.prepare(
    `UPDATE messages SET possible_duplicate = 0, rest = '${IN_DOUBT}' WHERE id = ? AND rest IS NULL AND possible_duplicate = 1`,
  );
  const noCopy = db.prepare(
    `UPDATE messages SET possible_duplicate = 0 WHERE id = ? AND attempt = 2 AND state <> ${QUEUED}`,
  );

  /** How many earlier attempts a route may have taken; undefined: it may have taken this one. */
  const earlierTaken = ({ messageId, attempt }: PartKey): number | undefined => {
    const { attempts = 0, last = null } = takenOf.get({ id: messageId, attempt }) ?? {};
    return last === attempt ? undefined : attempts;
  };

  const isNothingTaken = (key: PartKey): boolean => earlierTaken(key) !== undefined;

  const areEarlierRefused = (id: number, attempt: number): boolean =>
    hasLateAnswer.get(id) === 1 && refused.get({ id, before: attempt, until: attempt }) === 1;

  return {
    /** Whether each attempt before this one was surely refused, one of them by a late answer. */
    areEarlierRefused,
    /** Whether each attempt was surely refused, also the last one, whose claim only a queued message has logged. */
    areAllRefused: (id: number, attempt: number, isQueued: boolean): boolean =>
      refused.get({ id, before: isQueued ? attempt + 1 : attempt, until: attempt + 1 }) === 1,
    /** The answer that made the message uncertain; undefined if a cancel, an opt-out or its validity did. */
    refusalOf: (id: number): Refusal | undefined => {
      const last = uncertainBy.get(id);
      return last?.route === null ? undefined : last;
    },
    /**
     * The route has not taken this part: it waits with the rest of its attempt. Without this the part would be in doubt
     * for ever after a restart, and never be sent.
     */
    waitsWithRest: ({ messageId, attempt, part }: PartKey): void => {
      const json = restOf.get(messageId, attempt, part);
      if (json === undefined) return;
      const rest = JSON.parse(json) as Pick<Rest, 'parts'>;
      if (rest.parts.includes(part)) return;
      const parts = [...rest.parts, part].toSorted((a, b) => a - b);
      setRest.run(JSON.stringify({ ...rest, parts }), messageId);
    },
    /** Whether the route has surely taken no part of this attempt. Another node may have sent some of them. */
    isNothingTaken,
    /** How a message ends by a refusal of a part of this attempt, of which another node may have sent other parts. */
    refusedAs: (key: PartKey): 'failed' | 'undelivered' | 'uncertain' => {
      if (isNothingTaken(key)) return 'failed';
      return hasPart.get(key.messageId, key.attempt) === undefined ? 'uncertain' : 'undelivered';
    },
    /** No route has taken anything of this attempt: its message, which waits, is in doubt as it was before. */
    takeBackCopy: (key: PartKey): void => {
      if (earlierTaken(key) === 1) inDoubtAgain.run(key.messageId);
      else if (areEarlierRefused(key.messageId, key.attempt + 1)) clear.run(key.messageId);
    },
    /** The same for a message that has ended meanwhile. */
    noCopyTaken: (key: PartKey): void => {
      if (earlierTaken(key) !== undefined) noCopy.run(key.messageId);
    },
    /** The message, which waits, is no possible duplicate: nothing of it went out before. */
    clearDoubt: (id: number): void => {
      clear.run(id);
    },
  };
};
