import { expressionBuilder, sql } from 'kysely';
import type { Message, MessageFilter } from '../../../domain/messages/message.ts';
import { formatMessageId, idAt, parseMessageId } from '../../../domain/messages/message-id.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import { priorityCode } from '../../../domain/messages/priority.ts';
import { type State, stateCode } from '../../../domain/messages/state.ts';
import { checkOwners } from '../../../domain/operation/ear.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { MessagesTable } from '../../tables/message-tables.ts';
import type { Queries, Tables } from '../../tables/tables.ts';
import { cutPage } from '../paging.ts';
import { toMessage } from './read-messages.ts';

/** So many of the newest messages are looked at one by one for queued ones, before the index of the queue is read. */
const LOOKED_AT = 10_000;
/** How many messages are read at once to find some among them: it takes some 10 ms. */
const SPAN = 50_000;
const FIRST_TROUBLED = stateCode('undelivered');

/** Which messages are read: those before an id, newest first, and how many at most. */
interface Slice {
  readonly before: number;
  readonly limit: number;
}

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

/** Whether an index finds the messages, whatever their state. */
const hasIndex = ({ to, reference, alert }: MessageFilter): boolean =>
  [to, reference, alert].some((one) => one !== undefined);

/** Whether another index than that of the state is read. Few messages are sending, so their index is always read. */
const isOutside = (filter: MessageFilter): boolean => hasIndex(filter) && filter.state !== 'sending';

/** Whether the next message is found only by reading one after the other, of all or of those in the state. */
const isScattered = (filter: MessageFilter): boolean =>
  (filter.priority !== undefined || filter.owner !== undefined) && !hasIndex(filter);

/**
 * Reads the messages in spans, so that other readers wait for one span only, however many messages there are.
 * @param after only messages with greater ids are read
 */
const inSpans = async (
  db: Queries,
  filter: MessageFilter,
  { before, limit }: Slice,
  after = 0,
): Promise<readonly MessagesTable[]> => {
  const rows: MessagesTable[] = [];
  // With another index, the index of the state is not read: a span has messages in all states.
  const read = hasIndex(filter) ? undefined : filter.state;
  const oldest = Math.max(after, filter.since === undefined ? 0 : idAt(filter.since) - 1);
  for (let upper = before; upper > oldest + 1 && rows.length < limit; ) {
    const below = await idBelow(db, upper, SPAN, { after: oldest, state: read });
    const span = all(db, filter, { before: upper, limit: limit - rows.length });
    rows.push(...(await span.where('messages.id', '>', below).execute()));
    upper = below + 1;
  }
  return rows;
};

/**
 * The id of the message that has so many newer ones before the id `before`; `after` if there are fewer.
 * @param state the state of all these messages; undefined: any
 */
const idBelow = async (
  db: Queries,
  before: number,
  newer: number,
  { after = 0, state }: { readonly after?: number; readonly state?: State | undefined } = {},
): Promise<number> => {
  const row = await db
    .selectFrom('messages')
    .select('id')
    .where(({ and }) => and(state === undefined ? [] : inState(state)))
    .where('id', '<', before)
    .where('id', '>', after)
    .orderBy('id', 'desc')
    .limit(1)
    .offset(newer)
    .executeTakeFirst();
  return row?.id ?? after;
};

const isOfCheck = ({ owner }: MessageFilter): boolean => checkOwners.some((one) => one === owner);

const all = (db: Queries, filter: MessageFilter, { before, limit }: Slice) =>
  db
    .selectFrom('messages')
    .selectAll('messages')
    .where(asked(filter))
    .where('messages.id', '<', before)
    .orderBy('messages.id', 'desc')
    .limit(limit);

const asked = (filter: MessageFilter) => {
  const eb = expressionBuilder<Tables, 'messages'>();
  const { state, priority, to, reference, since, alert, owner } = filter;
  return eb.and([
    ...(state === undefined ? [] : isOutside(filter) ? [besides(state)] : inState(state)),
    ...(priority === undefined ? [] : [eb('messages.priority', '=', priorityCode(priority))]),
    ...(to === undefined ? [] : [eb('messages.recipient', '=', to)]),
    ...(reference === undefined ? [] : [eb('messages.reference', '=', reference)]),
    // No message has an id below that of the time at which it was accepted.
    ...(since === undefined
      ? []
      : [eb('messages.created_at', '>=', since), eb('messages.id', '>=', idAt(since))]),
    ...(alert === undefined ? [] : [eb('messages.alert', '=', alert)]),
    ...(owner === undefined ? [] : [eb('messages.owner', '=', owner)]),
    // Spells out the condition of the index of checks.
    ...(isOfCheck(filter) ? [eb('messages.owner', 'in', [...checkOwners].map(sql.lit))] : []),
  ]);
};

/** Spells out the condition of the partial index of the state, without which SQLite doesn't use the index. */
const inState = (state: State) => {
  const eb = expressionBuilder<Tables, 'messages'>();
  const code = stateCode(state);
  const isIn = eb('messages.state', '=', sql.lit(code));
  return code < FIRST_TROUBLED ? [isIn] : [isIn, eb('messages.state', '>=', sql.lit(FIRST_TROUBLED))];
};

/** The plus keeps SQLite from the index of the state where another index has fewer messages. */
const besides = (state: State) => sql<boolean>`+messages.state = ${sql.lit(stateCode(state))}`;

/** Reads the messages to a number after the last block, then those in the blocks (number-blocks.ts). */
const messagesTo = async (
  db: Queries,
  to: Msisdn,
  filter: MessageFilter,
  { before, limit }: Slice,
): Promise<readonly MessagesTable[]> => {
  const lastBlock = await db
    .selectFrom('message_blocks')
    .select(({ fn }) => fn.max('until_id').as('id'))
    .executeTakeFirst();
  const last = lastBlock?.id ?? 0;
  const rows = await inSpans(db, filter, { before, limit }, last);
  const left = limit - rows.length;
  if (left === 0) return rows;
  const inBlocks = await db
    .selectFrom('message_blocks')
    // SQLite keeps to the order of a CROSS JOIN (sqlite.org/optoverview.html, 7.3): the newest block comes first.
    .crossJoin('messages_to')
    .crossJoin('messages')
    .selectAll('messages')
    .where('message_blocks.until_id', '<=', last)
    .where('message_blocks.until_id', '>=', filter.since === undefined ? 0 : idAt(filter.since))
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
