import type { Db } from '../../db.ts';
import { receiptStateCode } from '../../rows/codes.ts';
import { steady } from '../steady.ts';

const LOST = receiptStateCode('undelivered');

/**
 * Whether an attempt after this one may still deliver the message: each of its parts was taken, or left and has no
 * answer, and none has a negative receipt. A message that went back to an earlier attempt can have such an attempt. A
 * receipt that was assigned by its recipient counts for one part. If nobody knows of which attempt, the positive ones
 * count together: they may be those of one attempt.
 */
export const prepareMayArriveLater = (db: Db) => {
  const later = db.prepare<{ id: number; attempt: number }>(
    steady(`
    SELECT 1 FROM (
      SELECT attempt, CAST(part AS TEXT) AS part, receipt_state FROM parts
      WHERE message_id = :id AND attempt > :attempt
      UNION ALL
      SELECT attempt, CAST(part AS TEXT), NULL FROM unanswered WHERE message_id = :id AND attempt > :attempt
        AND recipient = (SELECT recipient FROM messages WHERE id = :id)
      UNION ALL
      SELECT coalesce(guessed_attempt, 0), 'id ' || ltrim(ref, '0'), state FROM unmatched_receipts
      WHERE guessed_for = :id AND (guessed_attempt > :attempt
        OR (guessed_attempt IS NULL AND state = ${receiptStateCode('delivered')}))
    ) known
    GROUP BY attempt
    HAVING count(DISTINCT part) >= (SELECT parts FROM messages WHERE id = :id)
      AND count(*) FILTER (WHERE receipt_state = ${LOST}) = 0
    LIMIT 1`),
  );
  return (id: number, attempt: number): boolean => later.get({ id, attempt }) !== undefined;
};

/** An attempt of which each part was accepted. */
interface WholeAttempt {
  readonly attempt: number;
  readonly route: string;
  /** How many of its parts have a negative receipt. */
  readonly lost: number;
}

/**
 * Finds an attempt before this one that was accepted whole: of several, one that may still arrive, then the last one.
 */
export const prepareWholeBefore = (db: Db) => {
  const before = db.prepare<{ id: number; attempt: number }, WholeAttempt>(
    steady(`
    SELECT attempt, min(route) AS route,
           count(*) FILTER (WHERE receipt_state = ${LOST}) AS lost
    FROM parts WHERE message_id = :id AND attempt < :attempt
    GROUP BY attempt HAVING count(*) = (SELECT parts FROM messages WHERE id = :id)
    ORDER BY count(*) FILTER (WHERE receipt_state = ${LOST}) > 0, attempt DESC LIMIT 1`),
  );
  const wholeBefore = (id: number, attempt: number): WholeAttempt | undefined =>
    attempt > 1 ? before.get({ id, attempt }) : undefined;
  return {
    wholeBefore,
    /** Whether an attempt before this one was accepted whole and has no negative receipt. */
    mayEarlierArrive: (id: number, attempt: number): boolean => wholeBefore(id, attempt)?.lost === 0,
  };
};
