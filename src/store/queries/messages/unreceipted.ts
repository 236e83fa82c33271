import { sql } from 'kysely';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { Deadline, Unreceipted } from '../../../domain/messages/queue.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Queries } from '../../tables/tables.ts';

const SENT = sql.lit(stateCode('sent'));

/** Reads the open messages of the route by deadline, then their parts without a receipt. */
export const listUnreceipted = async (
  db: Queries,
  route: string,
  after: Deadline,
  untilMs: number,
  messages: number,
): Promise<readonly Unreceipted[]> => {
  const next = db
    .selectFrom('messages')
    .select([
      'id',
      'valid_until',
      'recipient',
      'sender',
      'attempt',
      'carrier',
      'carrier_ref',
      'receipt_state',
    ])
    // Spells out the condition of the partial index `messages_open`, without which SQLite may not use it.
    .where('final_at', 'is', null)
    .where('state', '=', SENT)
    .where('route', '=', route)
    .where('valid_until', '>=', after.validUntil)
    .where('valid_until', '<=', untilMs)
    .where(({ or, eb }) => or([eb('valid_until', '>', after.validUntil), eb('id', '>', after.messageId)]))
    .orderBy('valid_until')
    .orderBy('id')
    .limit(messages)
    .as('next');
  const rows = await db
    .selectFrom(next)
    .leftJoin('parts', (join) =>
      join.onRef('parts.message_id', '=', 'next.id').onRef('parts.attempt', '=', 'next.attempt'),
    )
    .select(['next.id', 'next.valid_until', 'next.recipient', 'next.sender'])
    .select((eb) => [
      eb.fn.coalesce('parts.part', sql<number>`1`).as('part'),
      sql<string>`coalesce(parts.carrier, next.carrier)`.as('carrier'),
      sql<string>`coalesce(parts.carrier_ref, next.carrier_ref)`.as('carrier_ref'),
    ])
    .where(sql<boolean>`coalesce(parts.carrier_ref, next.carrier_ref)`, 'is not', null)
    .where(sql<boolean>`coalesce(parts.receipt_state, next.receipt_state)`, 'is', null)
    .orderBy('next.valid_until')
    .orderBy('next.id')
    .orderBy('parts.part')
    .execute();
  return rows.map((row) => ({
    messageId: row.id as MessageId,
    validUntil: row.valid_until,
    to: row.recipient as Msisdn,
    from: row.sender ?? undefined,
    part: row.part,
    carrier: row.carrier,
    carrierRef: row.carrier_ref,
  }));
};
