import { sql } from 'kysely';
import type { PersonAnswer } from '../../../domain/alerts/alert-answers.ts';
import type { CaseState } from '../../../domain/inbound/help-case.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { Queries } from '../../tables/tables.ts';

/** How many people gave an answer with each meaning. One answer of each person counts (`standing`). */
export const countAnswers = async (db: Queries, alert: number): Promise<Readonly<Record<string, number>>> => {
  const rows = await db
    .selectFrom('alert_answers')
    .select(({ fn }) => ['meaning', fn.countAll<number>().as('people')])
    .where('alert_id', '=', alert)
    .where('standing', '=', 1)
    .groupBy('meaning')
    .orderBy('meaning')
    .execute();
  return Object.fromEntries(rows.map(({ meaning, people }) => [meaning, people]));
};

/** The place of an answer in the list, which is ordered by rank, then by number. */
export interface AnswerPlace {
  readonly rank: number;
  readonly number: string;
}

/** The next answers that count (`standing` = 1, one for each person) after the place `after`, at most `limit`. */
export const countedAnswers = async (
  db: Queries,
  alert: number,
  meaning: string | undefined,
  after: AnswerPlace,
  limit: number,
): Promise<readonly (PersonAnswer & AnswerPlace)[]> => {
  const rows = await db
    .selectFrom('alert_answers as a')
    .leftJoin('contacts as c', 'c.number', 'a.number')
    .leftJoin('cases as k', (join) =>
      join.on(
        'k.id',
        '=',
        sql<number>`(SELECT max(id) FROM cases WHERE alert_id = a.alert_id AND number = a.number)`,
      ),
    )
    .select(['a.number', 'c.name', 'a.meaning', 'a.text', 'a.at', 'a.inbox_id', 'a.rank'])
    .select(['k.id as case_id', 'k.state as case_state', 'k.holder_name'])
    .where('a.alert_id', '=', alert)
    .where('a.standing', '=', 1)
    .where(sql<boolean>`(a.rank, a.number) > (${after.rank}, ${after.number})`)
    .$if(meaning !== undefined, (query) => query.where('a.meaning', '=', meaning ?? ''))
    .orderBy('a.rank')
    .orderBy('a.number')
    .limit(limit)
    .execute();
  return rows.map(({ number, name, meaning: said, text, at, inbox_id: inboxId, rank, ...row }) => ({
    number: number as Msisdn,
    name: name ?? undefined,
    meaning: said,
    text,
    at,
    inboxId,
    case:
      row.case_id === null
        ? undefined
        : { id: row.case_id, state: row.case_state as CaseState, holder: row.holder_name ?? undefined },
    rank,
  }));
};

export const answeredOf = async (
  db: Queries,
  alert: number,
  numbers: readonly Msisdn[],
): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectFrom('alert_answers')
    .select('number')
    .distinct()
    .where('alert_id', '=', alert)
    .where('number', 'in', sql<string>`(SELECT value FROM json_each(${JSON.stringify(numbers)}))`)
    .execute();
  return new Set(rows.map(({ number }) => number));
};

/** The names of the contacts with these numbers. */
export const namesOf = async (
  db: Queries,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, string | undefined>> => {
  const rows = await db
    .selectFrom('contacts')
    .select(['number', 'name'])
    .where('number', 'in', sql<string>`(SELECT value FROM json_each(${JSON.stringify(numbers)}))`)
    .execute();
  return new Map(rows.map(({ number, name }) => [number, name ?? undefined]));
};
