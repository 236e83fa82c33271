import type { MessageId } from '../../../domain/messages/message-id.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { PartKey } from '../../../domain/routes/route.ts';
import type { Db } from '../../db.ts';

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
  /** Since when the first of these attempts is under way, ms since the epoch. */
  readonly sentAt: number;
}

// How long after the end of the validity a report may come, in ms: a carrier delivers nothing after the validity that
// it was given, but may report late. A later receipt is for another message.
export const REPORTED_WITHIN_MS = 86_400_000;
const SENDING = stateCode('sending');

/**
 * Whether a message to this recipient is under way or unanswered: a receipt that names the recipient may be for that
 * message.
 */
export const prepareIsAwaited = (db: Db) => {
  const awaited = db.prepare(`
    SELECT 1 FROM messages WHERE state = ${SENDING} AND recipient = :recipient
    UNION ALL
    SELECT 1 FROM unanswered WHERE recipient = :recipient AND until > :at
    LIMIT 1`);
  return (recipient: string, at: number): boolean => awaited.get({ recipient, at }) !== undefined;
};

/** A part that a receipt fits only by a less likely spelling of its id, and what the receipt names. */
interface UnlikelyMatch {
  readonly messageId: number;
  readonly to: string | undefined;
  readonly route: string;
}

/**
 * Whether another message may have the id in its likeliest spelling: one to the recipient that the receipt names, which
 * is under way or unanswered. For a receipt that names nobody: one of the route, whichever node sends it.
 */
export const prepareIsOtherAwaited = (db: Db) => {
  const toRecipient = db.prepare(`
    SELECT 1 FROM messages WHERE state = ${SENDING} AND recipient = :to AND id <> :messageId
    UNION ALL
    SELECT 1 FROM unanswered WHERE recipient = :to AND until > :at AND message_id <> :messageId
    LIMIT 1`);
  const toAnyone = db.prepare(`
    SELECT 1 FROM messages WHERE state = ${SENDING} AND route = :route AND id <> :messageId
    UNION ALL
    SELECT 1 FROM unanswered WHERE route = :route AND until > :at AND message_id <> :messageId
    LIMIT 1`);
  return ({ messageId, to, route }: UnlikelyMatch, at: number): boolean =>
    (to === undefined ? toAnyone.get({ route, messageId, at }) : toRecipient.get({ to, messageId, at })) !==
    undefined;
};

/**
 * Keeps as unanswered each part of the last attempt at a message that no route is known to have taken. To be called
 * when the message ends while a route still has that attempt: from then on its state doesn't say so any more, and no
 * process knows it after a restart.
 */
export const prepareKeepInFlight = (db: Db) => {
  const parts = db.prepare<[number], { parts: number }>('SELECT parts FROM messages WHERE id = ?');
  const keep = db.prepare(`
    INSERT INTO unanswered (recipient, route, message_id, attempt, part, sent_at, until)
    SELECT m.recipient, m.route, m.id, m.attempt, CAST(j.value AS BIGINT), coalesce(m.claimed_at, m.created_at),
           m.valid_until + ${REPORTED_WITHIN_MS}
    FROM messages m CROSS JOIN json_each(?) j
    WHERE m.id = ? AND NOT EXISTS (SELECT 1 FROM parts p WHERE p.message_id = m.id AND p.attempt = m.attempt
                                     AND p.part = CAST(j.value AS BIGINT))
    ON CONFLICT DO NOTHING`);
  return (id: number): void => {
    const { parts: count = 0 } = parts.get(id) ?? {};
    keep.run(JSON.stringify(Array.from({ length: count }, (_, index) => index + 1)), id);
  };
};

/**
 * Keeps parts that left and were never answered. No receipt can name such a part, since nobody knows the id that the
 * carrier gave it. But if only one message to a recipient is unanswered, a receipt for that recipient which fits no
 * other message is for this message, though nobody knows for which part.
 */
export const prepareUnanswered = (db: Db) => {
  const keep = db.prepare(`
    INSERT INTO unanswered (recipient, route, message_id, attempt, part, sent_at, until)
    SELECT recipient, ?, id, ?, ?, coalesce(claimed_at, created_at), valid_until + ${REPORTED_WITHIN_MS}
    FROM messages WHERE id = ? ON CONFLICT DO NOTHING`);
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
  // The receipt may be for a message whose answer is still on its way, and may have overtaken that answer.
  const underway = db.prepare<[string], Underway>(
    `SELECT id, attempt, route FROM messages WHERE state = ${SENDING} AND recipient = ? LIMIT 2`,
  );

  /** The rows of the only unanswered message; undefined as soon as a row of a second message is read. */
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
    /** Forgets one part. To be called when its answer came after all. Returns whether the part was kept. */
    remove: ({ messageId, attempt, part }: PartKey, route: string): boolean =>
      drop.run(messageId, route, messageId, attempt, part).changes > 0,
    /** Forgets all unanswered parts of an attempt, once the route has surely taken none of them. */
    removeAttempt: ({ messageId, attempt }: PartKey, route: string): void => {
      dropAttempt.run(messageId, route, messageId, attempt);
    },
    /**
     * Forgets all unanswered parts of the message on this route. To be called when there is a receipt for each of its
     * parts: another receipt is then for another message.
     */
    removeAll: (recipient: string, route: string, messageId: MessageId): void => {
      dropAll.run(recipient, route, messageId);
    },
    /** The routes of the unanswered messages to this phone. */
    routesOf: (recipient: string, at: number): readonly string[] => [
      ...new Set(waiting.all(recipient, at).map(({ route }) => route)),
    ],
    /**
     * The only message that a receipt for this recipient can be for. Undefined if there is none, or if another
     * message, or another attempt on this route, is unanswered or under way. Messages on other routes count too,
     * since two routes may be accounts at one carrier.
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
