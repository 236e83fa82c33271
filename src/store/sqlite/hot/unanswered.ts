import type { MessageId } from '../../../domain/message-id.ts';
import type { PartKey } from '../../../domain/route.ts';
import { stateCode } from '../../../domain/state.ts';
import type { Db } from '../open.ts';

interface Row {
  readonly message_id: number;
  readonly attempt: number;
  readonly part: number;
  readonly sent_at: number;
}

// No carrier delivers after the validity that it was given; its report may be late. What comes after is of another.
const REPORTED_WITHIN_MS = 86_400_000;

/**
 * Parts that left and were never answered: their carrier's reference is not known, so no receipt names them by it.
 * But where only one message to a recipient is without an answer on a route, a receipt of that route for that
 * recipient which fits no other is its: nothing is left to guess. In every other case nothing is matched.
 */
export const prepareUnanswered = (db: Db) => {
  const any = db.prepare('SELECT 1 FROM unanswered LIMIT 1');
  const keep = db.prepare(`
    INSERT OR IGNORE INTO unanswered (recipient, route, message_id, attempt, part, sent_at)
    SELECT recipient, ?, id, ?, ?, coalesce(claimed_at, created_at) FROM messages WHERE id = ?`);
  const drop = db.prepare(`
    DELETE FROM unanswered
    WHERE recipient = (SELECT recipient FROM messages WHERE id = ?) AND route = ? AND message_id = ? AND attempt = ?
      AND part = ?`);
  const of = db.prepare<[string, string, number], Row>(`
    SELECT u.message_id, u.attempt, u.part, u.sent_at FROM unanswered u JOIN messages m ON m.id = u.message_id
    WHERE u.recipient = ? AND u.route = ? AND m.valid_until > ? LIMIT 2`);
  // One whose answer is still on its way may be what the receipt is for, having been overtaken by it.
  const underway = db.prepare(`
    SELECT 1 FROM messages WHERE state = ${stateCode('sending')} AND recipient = ? AND route = ? AND id <> ? LIMIT 1`);

  return {
    add: ({ messageId, attempt, part }: PartKey, route: string): void => {
      keep.run(route, attempt, part, messageId);
    },
    /** It was answered after all, or settled. */
    remove: ({ messageId, attempt, part }: PartKey, route: string): void => {
      if (any.get() !== undefined) drop.run(messageId, route, messageId, attempt, part);
    },
    /** The one part that a receipt for this recipient can be for, and since when it is under way. */
    only: (recipient: string, route: string, at: number): { key: PartKey; sentAt: number } | undefined => {
      if (any.get() === undefined) return undefined;
      const [row, second] = of.all(recipient, route, at - REPORTED_WITHIN_MS);
      if (row === undefined || second !== undefined) return undefined;
      if (underway.get(recipient, route, row.message_id) !== undefined) return undefined;
      const key = { messageId: row.message_id as MessageId, attempt: row.attempt, part: row.part };
      return { key, sentAt: row.sent_at };
    },
  };
};
