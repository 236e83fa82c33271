import { sql } from 'kysely';
import type { Message, MessageFilter } from '../../../domain/messages/message.ts';
import { formatMessageId, parseMessageId } from '../../../domain/messages/message-id.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { MessagesTable } from '../../tables/message-tables.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage } from '../paging.ts';
import { all, asked, besides, hasIndex, idBelow, inSpans, isOfCheck, type Slice } from './message-spans.ts';
import { messagesTo } from './messages-to.ts';
import { toMessage } from './read-messages.ts';

/** So many of the newest messages are looked at one by one for queued ones, before the index of the queue is read. */
const LOOKED_AT = 10_000;

/**
 * Lists messages, newest first. The cursor is the id of the last message on the page before, so that new messages don't
 * shift the next page.
 */
export const listMessages = async (
  db: Queries,
  filter: MessageFilter,
  page: Page,
): Promise<Paged<Message>> => {
  const before = page.cursor === undefined ? undefined : parseMessageId(page.cursor);
  const rows = await newest(db, filter, {
    before: before ?? Number.MAX_SAFE_INTEGER,
    limit: page.limit + 1,
  });
  return cutPage(rows.map(toMessage), page, ({ id }) => formatMessageId(id));
};

const newest = (db: Queries, filter: MessageFilter, slice: Slice): Promise<readonly MessagesTable[]> => {
  // Checks have an index of their own (src/store/schema/messages/of-checks.ts).
  if (filter.to !== undefined && !isOfCheck(filter)) return messagesTo(db, filter.to, filter, slice);
  if (filter.state === 'queued' && !hasIndex(filter)) return queuedMessages(db, filter, slice);
  if (filter.state === 'sending') return inIndex(db, 'messages_sending', filter, slice);
  return isScattered(filter) ? inSpans(db, filter, slice) : all(db, filter, slice).execute();
};

/** Whether the next message is found only by reading one after the other, of all or of those in the state. */
const isScattered = (filter: MessageFilter): boolean =>
  (filter.priority !== undefined || filter.owner !== undefined) && !hasIndex(filter);

/**
 * Looks at the newest messages first: if many are queued, they are among them. Otherwise reads the index of the queue,
 * which is in another order.
 */
const queuedMessages = async (
  db: Queries,
  filter: MessageFilter,
  { before, limit }: Slice,
): Promise<readonly MessagesTable[]> => {
  const from = await idBelow(db, before, LOOKED_AT);
  const rows = await all(db, { ...filter, state: undefined }, { before, limit })
    .where('messages.id', '>', from)
    .where(besides('queued'))
    .execute();
  const left = limit - rows.length;
  if (left === 0 || from === 0) return rows;
  return [...rows, ...(await inIndex(db, 'messages_queue', filter, { before: from + 1, limit: left }))];
};

/** Reads all that an index has, which is in another order than the list. */
const inIndex = (
  db: Queries,
  index: 'messages_queue' | 'messages_sending',
  filter: MessageFilter,
  { before, limit }: Slice,
): Promise<readonly MessagesTable[]> =>
  db
    .selectFrom('messages')
    .selectAll('messages')
    .where('messages.id', 'in', (of) =>
      of
        .selectFrom(sql<MessagesTable>`messages`.as<'messages'>(sql`messages INDEXED BY ${sql.raw(index)}`))
        .select('messages.id')
        .where(asked(filter))
        .where('messages.id', '<', before)
        .orderBy('messages.id', 'desc')
        .limit(limit),
    )
    .orderBy('messages.id', 'desc')
    .execute();
