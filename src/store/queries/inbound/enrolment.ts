import { sql } from 'kysely';
import {
  type Enrolled,
  type EnrolmentRepository,
  MOST_WRONG_CODES,
  type OpenList,
} from '../../../domain/inbound/enrolment.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { ListDefinition } from '../../../domain/people/lists.ts';
import { EVERY_LIST_ID } from '../../../domain/people/opt-out.ts';
import type { Queries } from '../../tables/tables.ts';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly definition: string;
}

const toOpenList = ({ id, name, definition }: Row): OpenList | undefined => {
  const { optIn } = JSON.parse(definition) as ListDefinition;
  return optIn && { id, name, ...optIn };
};

/** What phones change in the data of their people: which list a word is for, and what is stored of a number. */
export const enrolmentRepository = (db: Queries): EnrolmentRepository => ({
  listOfWord: async (word) => {
    const { rows } = await sql<Row>`
      SELECT l.id, l.name, l.definition FROM lists l, json_each(json_extract(l.definition, '$.optIn.folded')) j
      WHERE j.value = ${word} ORDER BY l.id LIMIT 1`.execute(db);
    const [row] = rows;
    return row && toOpenList(row);
  },

  enrolled: async (number, atMs): Promise<Enrolled> => {
    const [contact, optedOut, lists, pending] = await Promise.all([
      db
        .selectFrom('contacts')
        .select(['language', 'postal_code'])
        .where('number', '=', number)
        .executeTakeFirst(),
      db
        .selectFrom('opt_outs')
        .select('list_id')
        .where('number', '=', number)
        .where('list_id', '=', EVERY_LIST_ID)
        .executeTakeFirst(),
      listsOf(db, number),
      pendingOf(db, number, atMs),
    ]);
    return {
      isContact: contact !== undefined,
      language: contact?.language ?? undefined,
      postalCode: contact?.postal_code ?? undefined,
      optedOut: optedOut !== undefined,
      lists,
      pending,
    };
  },
});

const listsOf = async (db: Queries, number: Msisdn): Promise<Enrolled['lists']> => {
  const { rows } = await sql<{ id: number; name: string; agreed: number }>`
    SELECT l.id, l.name, m.consent = 'given' AS agreed FROM lists l JOIN list_members m ON m.list_id = l.id AND m.number = ${number}
    WHERE (m.consent = 'given' OR (m.consent = 'unknown' AND l.definition ->> '$.kind' = 'emergency'))
      AND NOT EXISTS (SELECT 1 FROM opt_outs o WHERE o.number = m.number AND o.list_id = l.id)
    ORDER BY l.id`.execute(db);
  return rows.map(({ id, name, agreed }) => ({ id, name, hasAgreed: agreed === 1 }));
};

const pendingOf = async (db: Queries, number: Msisdn, atMs: number): Promise<Enrolled['pending']> => {
  const rows = await db
    .selectFrom('pending_opt_ins as p')
    .innerJoin('lists as l', 'l.id', 'p.list_id')
    .select(['l.id', 'l.name', 'l.definition', 'p.code', 'p.expires_at'])
    .where('p.number', '=', number)
    .where('p.expires_at', '>=', atMs)
    .where('p.wrong', '<', MOST_WRONG_CODES)
    .orderBy('p.at', 'desc')
    .orderBy('l.id')
    .execute();
  return rows.flatMap((row) => {
    const list = toOpenList(row);
    return list === undefined ? [] : [{ list, code: row.code, expiresAt: row.expires_at }];
  });
};
