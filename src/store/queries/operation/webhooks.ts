import type { Selectable } from 'kysely';
import type { TocsinEvent } from '../../../domain/operation/events.ts';
import type { Delivery, DeliveryState, Webhook } from '../../../domain/operation/webhook.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { Queries } from '../../tables/tables.ts';
import type { DeliveriesTable, WebhooksTable } from '../../tables/webhook-tables.ts';
import { cutPage, idAfter, idBefore } from '../paging.ts';

const toWebhook = (row: Selectable<WebhooksTable> & { readonly waiting: number }): Webhook => ({
  id: row.id,
  name: row.name,
  url: row.url,
  events: JSON.parse(row.events) as readonly string[],
  enabled: row.enabled === 1,
  disabledReason: row.disabled_reason ?? undefined,
  createdAt: row.created_at,
  version: row.version,
  waiting: row.waiting,
  skipped: row.skipped,
});

const stateOf = (delivered: number | null): DeliveryState => {
  if (delivered === null) return 'waiting';
  return delivered === 1 ? 'delivered' : 'failed';
};

const toDelivery = (row: Selectable<DeliveriesTable>): Delivery => ({
  id: row.id,
  webhook: row.webhook_id,
  type: row.type,
  at: row.at,
  state: stateOf(row.delivered),
  attempts: row.attempts,
  dueAt: row.due_at,
  outcome: row.outcome ?? undefined,
  finishedAt: row.finished_at ?? undefined,
});

const webhooks = (db: Queries) =>
  db
    .selectFrom('webhooks')
    .selectAll()
    .select(({ selectFrom }) =>
      selectFrom('webhook_deliveries as d')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('d.webhook_id', '=', 'webhooks.id')
        .where('d.delivered', 'is', null)
        .$asScalar()
        .$notNull()
        .as('waiting'),
    );

export const getWebhook = async (db: Queries, id: number): Promise<Webhook | undefined> => {
  const row = await webhooks(db).where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toWebhook(row);
};

export const listWebhooks = async (db: Queries, page: Page): Promise<Paged<Webhook>> => {
  const rows = await webhooks(db)
    .where('id', '>', idAfter(page))
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return cutPage(rows.map(toWebhook), page, ({ id }) => String(id));
};

export const disableWebhook = async (db: Queries, id: number, reason: string): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('webhooks')
    .set(({ eb }) => ({ enabled: 0, disabled_reason: reason, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('enabled', '=', 1)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};

export const askedByWebhooks = async (db: Queries): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('webhooks')
    .select('events')
    .where('enabled', '=', 1)
    .orderBy('id')
    .execute();
  return rows.flatMap(({ events }) => JSON.parse(events) as readonly string[]);
};

export const addDelivery = async (
  db: Queries,
  webhook: number,
  { type, at, data }: TocsinEvent,
): Promise<Delivery | undefined> => {
  const row = await db
    .insertInto('webhook_deliveries')
    .columns(['webhook_id', 'type', 'at', 'data', 'since', 'due_at'])
    .expression(({ selectFrom, val }) =>
      selectFrom('webhooks')
        .select([
          'id',
          val(type).as('type'),
          val(at).as('at'),
          val(JSON.stringify(data)).as('data'),
          val(at).as('since'),
          val(at).as('due_at'),
        ])
        .where('id', '=', webhook),
    )
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? undefined : toDelivery(row);
};

export const getDelivery = async (
  db: Queries,
  webhook: number,
  id: number,
): Promise<Delivery | undefined> => {
  const row = await db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('id', '=', id)
    .where('webhook_id', '=', webhook)
    .executeTakeFirst();
  return row === undefined ? undefined : toDelivery(row);
};

export const listDeliveries = async (
  db: Queries,
  webhook: number,
  state: DeliveryState | undefined,
  page: Page,
): Promise<Paged<Delivery>> => {
  let query = db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('webhook_id', '=', webhook)
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  if (state === 'waiting') query = query.where('delivered', 'is', null);
  else if (state !== undefined) query = query.where('delivered', '=', state === 'delivered' ? 1 : 0);
  const rows = await query.execute();
  return cutPage(rows.map(toDelivery), page, ({ id }) => String(id));
};

export const replayDelivery = async (
  db: Queries,
  webhook: number,
  id: number,
  nowMs: number,
): Promise<Delivery | undefined> => {
  const row = await db
    .updateTable('webhook_deliveries')
    .set({ delivered: null, finished_at: null, since: nowMs, due_at: nowMs, attempts: 0 })
    .where('id', '=', id)
    .where('webhook_id', '=', webhook)
    .where('delivered', 'is not', null)
    .returningAll()
    .executeTakeFirst();
  return row === undefined ? undefined : toDelivery(row);
};

export const nextDelivery = async (db: Queries, afterMs: number): Promise<number | undefined> => {
  const row = await db
    .selectFrom('webhook_deliveries as d')
    .innerJoin('webhooks as w', 'w.id', 'd.webhook_id')
    .select(({ fn }) => fn.min('d.due_at').as('due'))
    .where('d.delivered', 'is', null)
    .where('d.due_at', '>', afterMs)
    .where('w.enabled', '=', 1)
    .executeTakeFirst();
  return row?.due ?? undefined;
};
