import { sql } from 'kysely';
import type { MessageFilter } from '../../../domain/messages/message.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { MessagesTable } from '../../tables/message-tables.ts';
import type { Queries } from '../../tables/tables.ts';
import { asked, inSpans, oldestOf, type Slice, SPAN } from './message-spans.ts';

interface AfterBlocks {
  /** The last id of the last block. */
  readonly last: number;
  /** The greatest id that is in a block, or too old. */
  readonly after: number;
  /** Below the newest span of the messages after that. */
  readonly below: number;
}

/**
 * Tells where the messages that are in no block begin, and their newest span, in one statement: each takes a
 * millisecond on a database over a wire.
 */
const afterBlocks = async (db: Queries, before: number, oldest: number): Promise<AfterBlocks> => {
  const { rows } = await sql<{ readonly last: number; readonly below: number | null }>`
    SELECT last, (
      SELECT id FROM messages
      WHERE id < ${before} AND id > CASE WHEN blocks.last > ${oldest} THEN blocks.last ELSE ${oldest} END
      ORDER BY id DESC LIMIT 1 OFFSET ${SPAN}) AS below
    FROM (SELECT coalesce(max(until_id), 0) AS last FROM message_blocks) AS blocks`.execute(db);
  const { last = 0, below = null } = rows[0] ?? {};
  const after = Math.max(last, oldest);
  return { last, after, below: below ?? after };
};

/** Reads the messages to a number after the last block, then those in the blocks (number-blocks.ts). */
export const messagesTo = async (
  db: Queries,
  to: Msisdn,
  filter: MessageFilter,
  { before, limit }: Slice,
): Promise<readonly MessagesTable[]> => {
  const oldest = oldestOf(filter);
  const { last, after, below } = await afterBlocks(db, before, oldest);
  const rows = await inSpans(db, filter, { before, limit }, after, below);
  const left = limit - rows.length;
  if (left === 0) return rows;
  const inBlocks = await db
    .selectFrom('message_blocks')
    // SQLite keeps to the order of a CROSS JOIN (sqlite.org/optoverview.html, 7.3): the newest block comes first.
    .crossJoin('messages_to')
    .crossJoin('messages')
    .selectAll('messages')
    .where('message_blocks.until_id', '<=', last)
    .where('message_blocks.until_id', '>', oldest)
    .where(
      'message_blocks.until_id',
      '<=',
      sql<number>`(
      SELECT coalesce(min(until_id), ${last}) FROM message_blocks WHERE until_id >= ${before})`,
    )
    // PostgreSQL can't merge by an expression, which took twice as long as to look into each block.
    .where('messages_to.until_id', '=', sql<number>`message_blocks.until_id + 0`)
    .where('messages_to.recipient', '=', to)
    .where('messages_to.message_id', '<', before)
    .whereRef('messages.id', '=', 'messages_to.message_id')
    .where(asked(filter))
    .orderBy('message_blocks.until_id', 'desc')
    .orderBy('messages_to.message_id', 'desc')
    .limit(left)
    .execute();
  return [...rows, ...inBlocks];
};
