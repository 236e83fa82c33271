import { expressionBuilder, sql } from 'kysely';
import type { MessageFilter } from '../../../domain/messages/message.ts';
import { idAt } from '../../../domain/messages/message-id.ts';
import { priorityCode } from '../../../domain/messages/priority.ts';
import { type State, stateCode } from '../../../domain/messages/state.ts';
import { checkOwners } from '../../../domain/operation/ear.ts';
import type { MessagesTable } from '../../tables/message-tables.ts';
import type { Queries, Tables } from '../../tables/tables.ts';

/** How many messages are read at once to find some among them: it takes some 10 ms. */
export const SPAN = 50_000;
const FIRST_TROUBLED = stateCode('undelivered');

/** Which messages are read: those before an id, newest first, and how many at most. */
export interface Slice {
  readonly before: number;
  readonly limit: number;
}

/** Whether an index finds the messages, whatever their state. */
export const hasIndex = ({ to, reference, alert }: MessageFilter): boolean =>
  [to, reference, alert].some((one) => one !== undefined);

/** Whether another index than that of the state is read. Few messages are sending, so their index is always read. */
const isOutside = (filter: MessageFilter): boolean => hasIndex(filter) && filter.state !== 'sending';

export const isOfCheck = ({ owner }: MessageFilter): boolean => checkOwners.some((one) => one === owner);

/** The greatest id of which all messages are too old. */
export const oldestOf = ({ since }: MessageFilter): number => (since === undefined ? 0 : idAt(since) - 1);

/**
 * Reads the messages in spans, so that other readers wait for one span only, however many messages there are.
 * @param after only messages with greater ids are read
 * @param firstBelow below the first span; left out: it is asked for
 */
export const inSpans = async (
  db: Queries,
  filter: MessageFilter,
  { before, limit }: Slice,
  after = oldestOf(filter),
  firstBelow?: number,
): Promise<readonly MessagesTable[]> => {
  const rows: MessagesTable[] = [];
  // With another index, the index of the state is not read: a span has messages in all states.
  const read = hasIndex(filter) ? undefined : filter.state;
  let known = firstBelow;
  for (let upper = before; upper > after + 1 && rows.length < limit; ) {
    const below = known ?? (await idBelow(db, upper, SPAN, { after, state: read }));
    known = undefined;
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
export const idBelow = async (
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

export const all = (db: Queries, filter: MessageFilter, { before, limit }: Slice) =>
  db
    .selectFrom('messages')
    .selectAll('messages')
    .where(asked(filter))
    .where('messages.id', '<', before)
    .orderBy('messages.id', 'desc')
    .limit(limit);

export const asked = (filter: MessageFilter) => {
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
export const besides = (state: State) => sql<boolean>`+messages.state = ${sql.lit(stateCode(state))}`;
