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

interface Unanswered {
  readonly parts: readonly [PartKey, ...PartKey[]];
  /** ms since the epoch. */
  readonly sentAt: number;
}

// No carrier delivers after the validity that it was given; its report may be late. What comes after is of another.
const REPORTED_WITHIN_MS = 86_400_000;

/** Whether a message to this recipient is under way, or was never answered for: a receipt that names it may be for that. */
export const prepareIsAwaited = (db: Db) => {
  const awaited = db.prepare(`
    SELECT 1 FROM messages WHERE state = ${stateCode('sending')} AND recipient = :recipient
    UNION ALL
    SELECT 1 FROM unanswered u JOIN messages m ON m.id = u.message_id WHERE u.recipient = :recipient AND m.valid_until > :validAfter
    LIMIT 1`);
  return (recipient: string, at: number): boolean =>
    awaited.get({ recipient, validAfter: at - REPORTED_WITHIN_MS }) !== undefined;
};

/**
 * Parts that left and were never answered: their carrier's reference is not known, so no receipt names them by it.
 * But where only one message to a recipient is without an answer on a route, a receipt of that route for that
 * recipient which fits no other is its: nothing is left to guess. Of which of its parts, if several are unanswered,
 * makes no difference to the message: it is delivered when each has one, and not when one is negative. In every other
 * case nothing is matched.
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
    WHERE u.recipient = ? AND u.route = ? AND m.valid_until > ? ORDER BY u.message_id, u.attempt, u.part`);
  // One whose answer is still on its way may be what the receipt is for, having been overtaken by it.
  const underway = db.prepare(`
    SELECT 1 FROM messages
    WHERE state = ${stateCode('sending')} AND recipient = ? AND route = ? AND (id <> ? OR attempt <> ?) LIMIT 1`);

  return {
    add: ({ messageId, attempt, part }: PartKey, route: string): void => {
      keep.run(route, attempt, part, messageId);
    },
    /** It was answered after all, or settled. */
    remove: ({ messageId, attempt, part }: PartKey, route: string): void => {
      if (any.get() !== undefined) drop.run(messageId, route, messageId, attempt, part);
    },
    /** The parts, of one attempt, that a receipt for this recipient can be for, and since when they are under way. */
    only: (recipient: string, route: string, at: number): Unanswered | undefined => {
      if (any.get() === undefined) return undefined;
      const rows = of.all(recipient, route, at - REPORTED_WITHIN_MS);
      const [first] = rows;
      if (first === undefined) return undefined;
      const { message_id, attempt, sent_at } = first;
      if (rows.some((row) => row.message_id !== message_id || row.attempt !== attempt)) return undefined;
      if (underway.get(recipient, route, message_id, attempt) !== undefined) return undefined;
      const key = ({ part }: Row): PartKey => ({ messageId: message_id as MessageId, attempt, part });
      return { parts: [key(first), ...rows.slice(1).map(key)], sentAt: sent_at };
    },
  };
};
