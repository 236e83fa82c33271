import { type Selectable, sql } from 'kysely';
import type { BroadcastRepository, CellBroadcast } from '../../../domain/inbound/cell-broadcast.ts';
import type { CellBroadcastsTable } from '../../tables/ear-tables.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idBefore } from '../paging.ts';

/** A repetition is noted once in this time, ms: networks repeat a broadcast every few seconds. */
const NOTED_MS = 60_000;

type Pages = Readonly<Record<string, { readonly text: string; readonly pdu: string }>>;

const toBroadcast = (row: Selectable<CellBroadcastsTable>): CellBroadcast => {
  const pages = JSON.parse(row.page_texts) as Pages;
  return {
    id: row.id,
    route: row.route,
    channel: row.channel,
    serial: row.serial,
    language: row.language ?? undefined,
    // Keys that are integers come in ascending order.
    text: Object.values(pages)
      .map(({ text }) => text)
      .join(''),
    pages: row.pages,
    of: row.of_pages,
    firstAt: row.first_at,
    lastAt: row.last_at,
    outcome: row.outcome ?? undefined,
    alert: row.alert ?? undefined,
  };
};

/** The caller keeps one page at a time, so that nobody else changes a broadcast in between. */
export const broadcastRepository = (db: Queries): BroadcastRepository => ({
  keepPage: async ({ route, channel, serial, page, pages, language, text, evidence }, limits, atMs) => {
    const row = await db
      .selectFrom('cell_broadcasts')
      .selectAll()
      .where('route', '=', route)
      .where('channel', '=', channel)
      .where('serial', '=', serial)
      .where('of_pages', '=', pages)
      .where('last_at', '>', limits.sinceMs)
      .where('last_at', '<', limits.untilMs)
      .orderBy('id', 'desc')
      .executeTakeFirst();
    if (row === undefined) {
      const { count } = await db
        .selectFrom('cell_broadcasts')
        .select(({ fn }) => fn.countAll().as('count'))
        .where('route', '=', route)
        .where('first_at', '>', limits.sinceMs)
        .where('first_at', '<', limits.untilMs)
        .executeTakeFirstOrThrow();
      if (Number(count) >= limits.most) return undefined;
      const { id } = await db
        .insertInto('cell_broadcasts')
        .values({
          route,
          channel,
          serial,
          language: language ?? null,
          page_texts: JSON.stringify({ [page]: { text, pdu: evidence } }),
          pages: 1,
          of_pages: pages,
          first_at: atMs,
          last_at: atMs,
          outcome: null,
          alert: null,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return { id, due: pages === 1 };
    }
    const known = JSON.parse(row.page_texts) as Pages;
    const isNew = known[page] === undefined;
    if (isNew || atMs - row.last_at >= NOTED_MS || atMs < row.last_at) {
      const all = isNew ? { ...known, [page]: { text, pdu: evidence } } : known;
      await db
        .updateTable('cell_broadcasts')
        .set({ page_texts: JSON.stringify(all), pages: Object.keys(all).length, last_at: atMs })
        .where('id', '=', row.id)
        .execute();
    }
    return { id: row.id, due: row.told === 0 && row.pages + (isNew ? 1 : 0) === row.of_pages };
  },
  untoldBroadcasts: async (limit) => {
    const rows = await db
      .selectFrom('cell_broadcasts')
      .selectAll()
      // Spells out the condition of the index.
      .where('told', '=', sql.lit(0))
      .whereRef('pages', '=', 'of_pages')
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(toBroadcast);
  },
  told: async (id, outcome) => {
    await db
      .updateTable('cell_broadcasts')
      .set({ told: 1, outcome: outcome?.text ?? null, alert: outcome?.alert ?? null })
      .where('id', '=', id)
      .execute();
  },
  broadcasts: async (page) => {
    const rows = await db
      .selectFrom('cell_broadcasts')
      .selectAll()
      .where('id', '<', idBefore(page))
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
      .execute();
    return cutPage(rows.map(toBroadcast), page, ({ id }) => String(id));
  },
  forgetBroadcasts: async (beforeMs) => {
    await db.deleteFrom('cell_broadcasts').where('last_at', '<', beforeMs).where('told', '=', 1).execute();
  },
});
