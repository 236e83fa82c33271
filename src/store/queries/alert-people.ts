import { sql } from 'kysely';
import type { Wave } from '../../domain/alert.ts';
import type { AlertCount, Reached } from '../../domain/alert-book.ts';
import type { Msisdn } from '../../domain/msisdn.ts';
import { ERASED } from '../../domain/person.ts';
import { stateOf } from '../../domain/state.ts';
import type { Queries } from '../tables.ts';

/** Of several rows of one person all come, or none: the last may be cut off by the limit, and is left to the next page. */
export const peopleBefore = async (
  db: Queries,
  { alert, wave, mark }: Wave,
  after: string,
  limit: number,
): Promise<readonly Reached[]> => {
  const rows = await db
    .selectFrom('alert_recipients as r')
    .innerJoin('messages as m', 'm.id', 'r.message_id')
    .select(['r.number', 'r.wave', 'm.state'])
    .where('r.alert_id', '=', alert)
    .where('r.number', '>', after)
    // An alias has no phone.
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
            .where('has.wave', '=', wave),
        ),
      ),
    )
    .orderBy('r.number')
    .orderBy('r.wave')
    .limit(limit)
    .execute();
  const last = rows.at(-1)?.number;
  const whole = rows.length < limit ? rows : rows.filter(({ number }) => number !== last);
  return whole.map(({ number, wave: of, state }) => ({
    number: number as Msisdn,
    wave: of,
    state: stateOf(state),
  }));
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
    ])
    .where('alert', '=', alert)
    .where('id', '>', afterId)
    .where('id', '<=', untilId)
    .groupBy(['wave', 'state', 'route'])
    .execute();
  return rows.map(({ wave, state, route, messages, parts, duplicates }) => ({
    wave: wave ?? 0,
    state: stateOf(state),
    route: route ?? undefined,
    messages,
    parts,
    possibleDuplicates: duplicates,
  }));
};
