import type { Roster } from '../../../domain/duty/roster.ts';
import type { OptInProof } from '../../../domain/inbound/enrolment.ts';
import type { InboxMessage, Message } from '../../../domain/messages/message.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { PersonAnswer, PersonCase, PersonRoster } from '../../../domain/people/person.ts';
import type { Queries } from '../../tables/tables.ts';
import { toInboxMessage } from '../inbound/inbox.ts';
import { toMessage } from '../messages/read-messages.ts';

/**
 * The messages with these ids, in order.
 * @param ids at most some hundreds
 */
export const messagesOf = async (db: Queries, ids: readonly number[]): Promise<readonly Message[]> => {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('messages').selectAll().where('id', 'in', ids).orderBy('id').execute();
  return rows.map(toMessage);
};

/**
 * All messages from this number, in the order in which they came.
 * @param spellings how carriers may have written the number: a message that was not handled yet has only the carrier's
 * spelling
 */
export const inboxOf = async (
  db: Queries,
  number: Msisdn,
  spellings: readonly string[],
): Promise<readonly InboxMessage[]> => {
  const rows = await db
    .selectFrom('inbox')
    .selectAll()
    .where(({ and, or, eb }) =>
      or([
        eb('number', '=', number),
        // PostgreSQL takes no empty list.
        ...(spellings.length === 0 ? [] : [and([eb('number', 'is', null), eb('sender', 'in', spellings)])]),
      ]),
    )
    .orderBy('id')
    .execute();
  return rows.map(toInboxMessage);
};

export const answersOf = async (db: Queries, number: Msisdn): Promise<readonly PersonAnswer[]> => {
  const rows = await db
    .selectFrom('alert_answers')
    .selectAll()
    .where('number', '=', number)
    .orderBy('id')
    .execute();
  return rows.map(({ alert_id: alertId, at, meaning, text }) => ({ alertId, at, meaning, text }));
};

export const casesOf = async (db: Queries, number: Msisdn): Promise<readonly PersonCase[]> => {
  const rows = await db.selectFrom('cases').selectAll().where('number', '=', number).orderBy('id').execute();
  return rows.map(({ id, opened_at: at, state, text, outcome_text: outcome }) => ({
    id,
    at,
    state,
    text,
    outcomeText: outcome ?? undefined,
  }));
};

/** The rosters with a person of this number. There are few rosters, so all are read. */
export const rostersOf = async (db: Queries, number: Msisdn): Promise<readonly PersonRoster[]> => {
  const rows = await db.selectFrom('rosters').select(['id', 'name', 'definition']).orderBy('id').execute();
  return rows.flatMap(({ id, name, definition }) =>
    (JSON.parse(definition) as Roster).people
      .filter(({ phone }) => phone === number)
      .map((person) => ({ id, name, as: person.name })),
  );
};

export const optInsOf = async (db: Queries, number: Msisdn): Promise<readonly OptInProof[]> => {
  const rows = await db
    .selectFrom('opt_in_proofs')
    .selectAll()
    .where('number', '=', number)
    .orderBy('list_id')
    .execute();
  return rows.map(({ list_id: listId, text, at, route, question, answer, answered_at: answeredAt }) => ({
    listId,
    text,
    at,
    route,
    question: question ?? undefined,
    answer: answer ?? undefined,
    answeredAt: answeredAt ?? undefined,
  }));
};
