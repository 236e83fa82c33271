import type { MessageId } from '../../../../domain/messages/message-id.ts';
import { stateCode } from '../../../../domain/messages/state.ts';
import type { PartKey } from '../../../../domain/routes/route.ts';
import type { Db } from '../../open.ts';

interface Row {
  readonly route: string;
  readonly message_id: number;
  readonly attempt: number;
  readonly sent_at: number;
}

interface Underway {
  readonly id: number;
  readonly attempt: number;
  readonly route: string | null;
}

/** The one message that a receipt for its recipient can be for. */
export interface Unanswered {
  readonly messageId: MessageId;
  /** The attempts with a part that this route was given and has not answered. */
  readonly attempts: readonly number[];
  /** Since when they are under way, ms since the epoch. */
  readonly sentAt: number;
}

// No carrier delivers after the validity that it was given; its report may be late. What comes after is of another.
const REPORTED_WITHIN_MS = 86_400_000;
const SENDING = stateCode('sending');

/** Whether a message to this recipient is under way, or was never answered for: a receipt that names it may be for that. */
export const prepareIsAwaited = (db: Db) => {
  const awaited = db.prepare(`
    SELECT 1 FROM messages WHERE state = ${SENDING} AND recipient = :recipient
    UNION ALL
    SELECT 1 FROM unanswered WHERE recipient = :recipient AND until > :at
    LIMIT 1`);
  return (recipient: string, at: number): boolean => awaited.get({ recipient, at }) !== undefined;
};

/**
 * Parts that left and were never answered: their carrier's reference is not known, so no receipt names them by it.
 * But where only one message to a recipient is without an answer, a receipt for that recipient which fits no other says
 * something of that message, though never of one of its parts.
 */
export const prepareUnanswered = (db: Db) => {
  const keep = db.prepare(`
    INSERT OR IGNORE INTO unanswered (recipient, route, message_id, attempt, part, sent_at, until)
    SELECT recipient, ?, id, ?, ?, coalesce(claimed_at, created_at), valid_until + ${REPORTED_WITHIN_MS}
    FROM messages WHERE id = ?`);
  const drop = db.prepare(`
    DELETE FROM unanswered
    WHERE recipient = (SELECT recipient FROM messages WHERE id = ?) AND route = ? AND message_id = ? AND attempt = ?
      AND part = ?`);
  const dropAll = db.prepare('DELETE FROM unanswered WHERE recipient = ? AND route = ? AND message_id = ?');
  const waiting = db.prepare<[string, number], Row>(
    'SELECT route, message_id, attempt, sent_at FROM unanswered WHERE recipient = ? AND until > ?',
  );
  const dropAttempt = db.prepare(`
    DELETE FROM unanswered
    WHERE recipient = (SELECT recipient FROM messages WHERE id = ?) AND route = ? AND message_id = ? AND attempt = ?`);
  // One whose answer is still on its way may be what the receipt is for, having been overtaken by it.
  const underway = db.prepare<[string], Underway>(
    `SELECT id, attempt, route FROM messages WHERE state = ${SENDING} AND recipient = ? LIMIT 2`,
  );

  /** Undefined where there are two messages: the third is not looked for. */
  const rowsOfOne = (recipient: string, at: number): readonly Row[] | undefined => {
    const rows: Row[] = [];
    for (const row of waiting.iterate(recipient, at)) {
      if (rows[0] !== undefined && rows[0].message_id !== row.message_id) return undefined;
      rows.push(row);
    }
    return rows;
  };

  return {
    add: ({ messageId, attempt, part }: PartKey, route: string): void => {
      keep.run(route, attempt, part, messageId);
    },
    /** It was answered after all. */
    remove: ({ messageId, attempt, part }: PartKey, route: string): void => {
      drop.run(messageId, route, messageId, attempt, part);
    },
    /** The route has surely not taken what is left of the attempt. */
    removeAttempt: ({ messageId, attempt }: PartKey, route: string): void => {
      dropAttempt.run(messageId, route, messageId, attempt);
    },
    /** Each of its parts on this route has a receipt that is taken for it: what comes now is of another message. */
    removeAll: (recipient: string, route: string, messageId: MessageId): void => {
      dropAll.run(recipient, route, messageId);
    },
    /**
     * Undefined if there is none, or if it could be another: one that is unanswered or under way, on any route, since
     * two routes may be accounts at one carrier, or another attempt whose answer is on its way.
     */
    only: (recipient: string, route: string, at: number): Unanswered | undefined => {
      const all = rowsOfOne(recipient, at) ?? [];
      const rows = all.filter((row) => row.route === route);
      const [first] = rows;
      if (first === undefined) return undefined;
      const attempts = new Set(rows.map(({ attempt }) => attempt));
      const isDoubtful = underway
        .all(recipient)
        .some((one) => one.id !== first.message_id || (one.route === route && !attempts.has(one.attempt)));
      if (isDoubtful) return undefined;
      return {
        messageId: first.message_id as MessageId,
        attempts: [...attempts],
        sentAt: Math.min(...rows.map(({ sent_at }) => sent_at)),
      };
    },
  };
};
