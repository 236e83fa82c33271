import { sql } from 'kysely';
import { APPROVALS_OWNER } from '../../../domain/alerts/approval.ts';
import { withoutPageCode } from '../../../domain/inbound/case-codes.ts';
import { INBOUND_OWNER } from '../../../domain/inbound/inbound-repository.ts';
import type { Message, MessageFilter } from '../../../domain/messages/message.ts';
import { formatMessageId, type MessageId, parseMessageId } from '../../../domain/messages/message-id.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import { priorityCode, priorityOf } from '../../../domain/messages/priority.ts';
import { isFinal, stateCode, stateOf } from '../../../domain/messages/state.ts';
import { checkOwners } from '../../../domain/operation/ear.ts';
import { withoutCodes } from '../../../domain/text/without-codes.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import { encodingOf } from '../../codes.ts';
import type { MessagesTable, Queries } from '../../tables/tables.ts';
import { cutPage } from '../paging.ts';

/** Whoever may read messages shall not learn the code of an approval or of a case. */
const shownText = ({ owner, text }: Pick<MessagesTable, 'owner' | 'text'>): string => {
  if (owner === APPROVALS_OWNER) return withoutCodes(text);
  return owner === INBOUND_OWNER ? withoutPageCode(text) : text;
};

export const toMessage = (row: MessagesTable): Message => ({
  id: row.id as MessageId,
  to: row.recipient as Msisdn,
  from: row.sender ?? undefined,
  text: shownText(row),
  state: stateOf(row.state),
  reason: row.reason ?? undefined,
  priority: priorityOf(row.priority),
  encoding: encodingOf(row.encoding),
  flash: row.flash === 1,
  parts: row.parts,
  reference: row.reference ?? undefined,
  route: row.route ?? undefined,
  possibleDuplicate: row.possible_duplicate === 1,
  createdAt: row.created_at,
  dueAt: row.due_at,
  validUntil: row.valid_until,
  sentAt: row.sent_at ?? undefined,
  finalAt: row.final_at ?? undefined,
  alert: row.alert === null ? undefined : { id: row.alert, wave: row.wave ?? 0 },
  owner: row.owner,
});

export const getMessage = async (db: Queries, id: MessageId): Promise<Message | undefined> => {
  const row = await db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toMessage(row);
};

/**
 * Lists messages, newest first. The cursor is the id of the last message on the page before, so that new messages don't
 * shift the next page.
 */
export const listMessages = async (
  db: Queries,
  filter: MessageFilter,
  page: Page,
): Promise<Paged<Message>> => {
  let query = db
    .selectFrom('messages')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  const before = page.cursor === undefined ? undefined : parseMessageId(page.cursor);
  if (before !== undefined) query = query.where('id', '<', before);
  if (filter.state !== undefined) {
    query = query.where('state', '=', stateCode(filter.state));
    // Spells out the condition of the partial indexes, without which SQLite may not use them.
    if (!isFinal(filter.state)) query = query.where('final_at', 'is', null);
  }
  if (filter.priority !== undefined) query = query.where('priority', '=', priorityCode(filter.priority));
  if (filter.to !== undefined) query = query.where('recipient', '=', filter.to);
  if (filter.reference !== undefined) query = query.where('reference', '=', filter.reference);
  if (filter.since !== undefined) query = query.where('created_at', '>=', filter.since);
  if (filter.alert !== undefined) query = query.where('alert', '=', filter.alert);
  if (filter.owner !== undefined) query = query.where('owner', '=', filter.owner);
  // Spells out the condition of the index of checks.
  if (checkOwners.some((owner) => owner === filter.owner))
    query = query.where('owner', 'in', [...checkOwners].map(sql.lit));
  const rows = await query.execute();
  return cutPage(rows.map(toMessage), page, ({ id }) => formatMessageId(id));
};
