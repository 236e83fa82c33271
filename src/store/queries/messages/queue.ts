import { sql } from 'kysely';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import { priorityOf } from '../../../domain/messages/priority.ts';
import { type ClassDue, FOREVER, type Interrupted, type LaneStore } from '../../../domain/messages/queue.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import { type ClaimedRow, toClaimed } from '../../rows/claimed-row.ts';
import type { Queries } from '../../tables/tables.ts';

// Literals, not parameters: SQLite uses a partial index only for a WHERE that spells out its condition.
const QUEUED = sql.lit(stateCode('queued'));
const SENDING = sql.lit(stateCode('sending'));
/** The plus keeps SQLite from reading all messages in the order of their ids, where the index of a state has few. */
const BY_STATE = sql<number>`+id`;

/** Numbers as one variable: SQLite takes 32,766, and each plan and each alert has lanes of its own. */
const idsIn = (numbers: readonly number[]) =>
  sql<number>`(SELECT CAST(value AS BIGINT) FROM json_each(${JSON.stringify(numbers)}))`;

/** Reads only the queue's index, so a million queued messages are counted in a fraction of a second. */
export const countQueued = async (db: Queries): Promise<readonly ClassDue[]> => {
  const rows = await db
    .selectFrom('messages')
    .select(({ fn }) => [
      'lane',
      'priority',
      fn.countAll<number>().as('messages'),
      fn.min('due_at').as('dueAt'),
    ])
    .where('state', '=', QUEUED)
    .groupBy(['lane', 'priority'])
    .orderBy('lane')
    .orderBy('priority')
    .execute();
  return rows.map((row) => ({ ...row, priority: priorityOf(row.priority) }));
};

/**
 * Messages that were `sending` when the last process ended. There are at most as many as fit into the windows of the
 * routes.
 * @param node whose messages they are; 0: all, since the gateway is alone on its store
 * @param only these messages; left out: any
 */
export const readInterrupted = async (
  db: Queries,
  node: number,
  only?: readonly MessageId[],
): Promise<readonly Interrupted[]> => {
  let query = db.selectFrom('messages').selectAll().where('state', '=', SENDING).orderBy(BY_STATE);
  if (node !== 0) query = query.where('node', '=', node);
  if (only !== undefined) query = query.where('id', 'in', idsIn(only));
  const rows = await query.execute();
  const interrupted: Interrupted[] = [];
  for (const row of rows) {
    const parts = await db
      .selectFrom('parts')
      .select('part')
      .where('message_id', '=', row.id)
      .where('attempt', '=', row.attempt)
      .orderBy('part')
      .execute();
    interrupted.push({
      message: toClaimed(row as ClaimedRow),
      route: row.route ?? '',
      acceptedParts: parts.map(({ part }) => part),
    });
  }
  return interrupted;
};

/**
 * After the clock was set back, makes queued messages due whose due time now lies in the future: messages that were to
 * be sent at once when they were accepted, and messages that a route has had. After a power cut, a machine without a
 * battery for its clock begins with the time that it last wrote down. Otherwise an alert would wait until its due time
 * comes once more.
 */
export const makeDueAgain = async (db: Queries, nowMs: number): Promise<void> => {
  await db
    .updateTable('messages')
    .set({
      due_at: nowMs,
      avoid_route: null,
      avoid_until: null,
      // A message that is reserved for one route for ever stays reserved.
      reserved_until: sql<
        number | null
      >`CASE WHEN reserved_until < ${FOREVER} THEN ${nowMs} ELSE reserved_until END`,
    })
    .where('state', '=', QUEUED)
    .where('due_at', '>', nowMs)
    .where(({ or, eb, ref }) => or([eb('due_at', '=', ref('created_at')), eb('claimed_at', '>', nowMs)]))
    .execute();
};

/** How many messages are made due at once: the own clock may be the one that is wrong, while others send them. */
const MADE_DUE = 1000;

/**
 * Makes queued messages due, the most urgent first, that were to be sent at once by the clock of another node, which is
 * ahead: only that node would send them until then.
 */
export const makeDueAtOnce = async (db: Queries, nowMs: number): Promise<void> => {
  // They are read before the transaction that writes: the queue may be long, and other nodes wait for that transaction.
  const early = await db
    .selectFrom('messages')
    .select('id')
    .where('state', '=', QUEUED)
    .where('due_at', '>', nowMs)
    .whereRef('due_at', '=', 'created_at')
    .orderBy('priority')
    .orderBy('due_at')
    .limit(MADE_DUE)
    .execute();
  if (early.length === 0) return;
  await db
    .updateTable('messages')
    .set({ due_at: nowMs })
    .where('state', '=', QUEUED)
    .where('due_at', '>', nowMs)
    .where('id', 'in', idsIn(early.map(({ id }) => id)))
    .execute();
};

export const ensureLane = async (db: Queries, key: string): Promise<number> => {
  await db
    .insertInto('lanes')
    .values({ key })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const { lane } = await db
    .selectFrom('lanes')
    .select('lane')
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  return lane;
};

export const unsentInLanes: (
  db: Queries,
  ...args: Parameters<LaneStore['unsentIn']>
) => ReturnType<LaneStore['unsentIn']> = async (db, lanes, afterId, limit) => {
  // Runs one query for each state, since each state has an index of its own: a condition on both states would read
  // every message that was ever sent.
  const inState = (state: typeof QUEUED) =>
    db
      .selectFrom('messages')
      .select([
        'id',
        'lane',
        'recipient',
        'priority',
        'only_routes',
        'state',
        'reserved_for',
        'reserved_until',
      ])
      .where('state', '=', state)
      .where('lane', 'in', idsIn(lanes))
      .where(BY_STATE, '>', afterId)
      .orderBy(BY_STATE)
      .limit(limit)
      .execute();
  const rows = [...(await inState(QUEUED)), ...(await inState(SENDING))];
  return rows
    .toSorted((a, b) => a.id - b.id)
    .slice(0, limit)
    .map((row) => ({
      id: row.id as MessageId,
      lane: row.lane,
      to: row.recipient as Msisdn,
      priority: priorityOf(row.priority),
      routes: row.only_routes === null ? undefined : (JSON.parse(row.only_routes) as readonly string[]),
      keptFor: row.reserved_until === FOREVER ? (row.reserved_for ?? undefined) : undefined,
      queued: row.state === stateCode('queued'),
    }));
};

export const moveToLanes = async (
  db: Queries,
  moves: Parameters<LaneStore['moveToLanes']>[0],
): Promise<void> => {
  await Promise.all(
    moves.map(({ id, lane }) =>
      db
        .updateTable('messages')
        .set({ lane })
        .where('id', '=', id)
        .where('state', 'in', [QUEUED, SENDING])
        .execute(),
    ),
  );
};
