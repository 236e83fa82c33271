import { sql } from 'kysely';
import type { Wave } from '../../../domain/alerts/alert.ts';
import type { AlertCount, Reached } from '../../../domain/alerts/alert-repository.ts';
import { OVERTAKEN } from '../../../domain/alerts/wave-state.ts';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import { stateCode, stateOf } from '../../../domain/messages/state.ts';
import { ERASED } from '../../../domain/people/person.ts';
import type { Queries } from '../../tables/tables.ts';

const QUEUED = sql.lit(stateCode('queued'));

/**
 * Returns all rows of a person or none: the limit may cut off rows of the last person, who then comes with the next
 * page.
 */
export const peopleBefore = async (
  db: Queries,
  { alert, wave, mark }: Wave,
  after: string,
  limit: number,
): Promise<readonly Reached[]> => {
  const rows = await db
    .selectFrom('alert_recipients as r')
    .innerJoin('messages as m', 'm.id', 'r.message_id')
    .select(['r.number', 'r.wave', 'm.state', 'm.reason'])
    .where('r.alert_id', '=', alert)
    .where('r.number', '>', after)
    // Leaves out erased people: an alias stands in place of their number, and no phone has it.
    .where('r.number', '<', ERASED)
    .where('r.wave', '<', wave)
    .where('r.message_id', '<=', mark)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('alert_recipients as has')
            .select('has.wave')
            .where('has.alert_id', '=', alert)
            .whereRef('has.number', '=', 'r.number')
            .where('has.wave', '=', wave)
            .limit(1)
            // Without OFFSET, PostgreSQL may join, and read the whole wave for each person: it doesn't know yet how
            // large the tables are after an alert has just filled them.
            .offset(0),
        ),
      ),
    )
    .orderBy('r.number')
    .orderBy('r.wave')
    .limit(limit)
    .execute();
  const last = rows.at(-1)?.number;
  const whole = rows.length < limit ? rows : rows.filter(({ number }) => number !== last);
  return whole.map(({ number, wave: of, state, reason }) => ({
    number: number as Msisdn,
    wave: of,
    state: stateOf(state),
    overtaken: stateOf(state) === 'cancelled' && reason === OVERTAKEN,
  }));
};

// Such a message is over, and the person does not have it. One that an update cancelled is not in this list: its person
// gets the update instead.
const IN_VAIN = (['undelivered', 'failed', 'expired', 'suppressed'] as const).map(stateCode);

export const inOtherWaves = async (
  db: Queries,
  { alert, wave }: Wave,
  numbers: readonly Msisdn[],
): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectFrom('alert_recipients as r')
    .innerJoin('messages as m', 'm.id', 'r.message_id')
    .select('r.number')
    .distinct()
    .where('r.alert_id', '=', alert)
    .where('r.number', 'in', sql<string>`(SELECT value FROM json_each(${JSON.stringify(numbers)}))`)
    .where('r.wave', '<>', wave)
    .where('m.state', 'not in', IN_VAIN)
    .execute();
  return new Set(rows.map(({ number }) => number));
};

// Without INDEXED BY, SQLite may read the index of the alert instead, which has every message that the alert ever had.
const queuedIn = async (db: Queries, { alert, mark }: Wave, lane: number, limit: number) => {
  const { rows } = await sql<{ id: MessageId; number: Msisdn }>`
    SELECT id, recipient AS number FROM messages INDEXED BY messages_queue
    WHERE state = ${QUEUED} AND lane = ${lane} AND alert = ${alert} AND id <= ${mark}
    ORDER BY priority, due_at, id LIMIT ${limit}`.execute(db);
  return rows;
};

export const queuedBefore = async (
  db: Queries,
  wave: Wave,
  lanes: readonly number[],
  limit: number,
): Promise<readonly { readonly id: MessageId; readonly number: Msisdn }[]> => {
  const found: { id: MessageId; number: Msisdn }[] = [];
  for (const lane of lanes) {
    if (found.length === limit) break;
    found.push(...(await queuedIn(db, wave, lane, limit - found.length)));
  }
  return found;
};

export const endOfRange = async (
  db: Queries,
  alert: number,
  afterId: number,
  size: number,
): Promise<number | undefined> => {
  const rows = await db
    .selectFrom(
      db
        .selectFrom('messages')
        .select('id')
        .where('alert', '=', alert)
        .where('id', '>', afterId)
        .orderBy('id')
        .limit(size)
        .as('next'),
    )
    .select(({ fn }) => fn.max('id').as('id'))
    .execute();
  return rows[0]?.id ?? undefined;
};

export const countRange = async (
  db: Queries,
  alert: number,
  afterId: number,
  untilId: number,
): Promise<readonly AlertCount[]> => {
  const rows = await db
    .selectFrom('messages')
    .select(({ fn }) => [
      'wave',
      'state',
      'route',
      fn.countAll<number>().as('messages'),
      fn.sum<number>('parts').as('parts'),
      sql<number>`sum(possible_duplicate)`.as('duplicates'),
      fn.sum<number>('short').as('short'),
      sql<number | null>`max(coalesce(final_at, sent_at))`.as('last'),
    ])
    .where('alert', '=', alert)
    .where('id', '>', afterId)
    .where('id', '<=', untilId)
    .groupBy(['wave', 'state', 'route'])
    .orderBy('wave', (order) => order.asc().nullsFirst())
    .orderBy('state')
    .orderBy('route', (order) => order.asc().nullsFirst())
    .execute();
  return rows.map(({ wave, state, route, messages, parts, duplicates, short, last }) => ({
    wave: wave ?? 0,
    state: stateOf(state),
    route: route ?? undefined,
    messages,
    parts,
    possibleDuplicates: duplicates,
    short,
    lastAt: last ?? undefined,
  }));
};

export const isUntouched = async (
  db: Queries,
  alert: number,
  afterId: number,
  untilId: number,
): Promise<boolean> => {
  const touched = await db
    .selectFrom('messages')
    .select('id')
    .where('alert', '=', alert)
    .where('id', '>', afterId)
    .where('id', '<=', untilId)
    .where((is) =>
      is.or([
        is('state', '<>', QUEUED),
        is('route', 'is not', null),
        is('possible_duplicate', '<>', 0),
        is('short', '<>', 0),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return touched === undefined;
};
