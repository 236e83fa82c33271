import type { AlertKind } from '../../../domain/alerts/alert.ts';
import { type CapRecord, capStages, type NewCapRecord } from '../../../domain/triggers/cap-repository.ts';
import { TocsinError } from '../../../kernel/errors.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { Queries } from '../../tables/tables.ts';
import type { TriggerTables } from '../../tables/trigger-tables.ts';
import { cutPage, idBefore } from '../paging.ts';

type Row = Omit<TriggerTables['cap_messages'], 'id'> & { readonly id: number };

const recordOf = (row: Row): CapRecord => {
  const stage = capStages.find((known) => known === row.stage);
  if (stage === undefined)
    throw new TocsinError('storeCorrupt', `CAP message ${row.id} is at stage ${row.stage}`);
  return {
    id: row.id,
    sender: row.sender,
    identifier: row.identifier,
    sent: row.sent,
    receivedAt: row.received_at,
    source: row.source,
    document: row.document,
    stage,
    alerts: JSON.parse(row.alerts) as number[],
    outcome: row.outcome,
  };
};

export const findCap = async (
  db: Queries,
  sender: string,
  identifier: string,
): Promise<CapRecord | undefined> => {
  const row = await db
    .selectFrom('cap_messages')
    .selectAll()
    .where('sender', '=', sender)
    .where('identifier', '=', identifier)
    .executeTakeFirst();
  return row === undefined ? undefined : recordOf(row);
};

export const getCap = async (db: Queries, id: number): Promise<CapRecord | undefined> => {
  const row = await db.selectFrom('cap_messages').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : recordOf(row);
};

export const putCap = async (db: Queries, record: NewCapRecord): Promise<number> => {
  const { sender, identifier, sent, source, document, stage, outcome } = record;
  const changing = { stage, outcome, alerts: JSON.stringify(record.alerts) };
  const row = await db
    .insertInto('cap_messages')
    .values({ sender, identifier, sent, source, document, received_at: record.receivedAt, ...changing })
    .onConflict((conflict) => conflict.columns(['sender', 'identifier']).doUpdateSet(changing))
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
};

export const openCaps = async (db: Queries): Promise<readonly CapRecord[]> => {
  const rows = await db
    .selectFrom('cap_messages')
    .selectAll()
    .where('stage', '=', 'open')
    .orderBy('id')
    .execute();
  return rows.map(recordOf);
};

export const listCaps = async (db: Queries, page: Page): Promise<Paged<CapRecord>> => {
  const rows = await db
    .selectFrom('cap_messages')
    .selectAll()
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return cutPage(rows.map(recordOf), page, ({ id }) => String(id));
};

export const supersedeCap = async (
  db: Queries,
  sender: string,
  identifier: string,
  kind: AlertKind,
  by: string,
): Promise<void> => {
  await db
    .insertInto('cap_superseded')
    .values({ sender, identifier, kind, superseded_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

export const capSupersededBy = async (
  db: Queries,
  sender: string,
  identifier: string,
  kind: AlertKind,
): Promise<string | undefined> => {
  const row = await db
    .selectFrom('cap_superseded')
    .select('superseded_by')
    .where('sender', '=', sender)
    .where('identifier', '=', identifier)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row?.superseded_by;
};
