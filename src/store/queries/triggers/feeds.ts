import type { FeedMark } from '../../../domain/triggers/trigger-repositories.ts';
import { formsOf, shortKey } from '../../short-key.ts';
import type { Queries } from '../../tables/tables.ts';

export const feedMark = async (db: Queries, url: string): Promise<FeedMark | undefined> => {
  const row = await db.selectFrom('cap_feeds').selectAll().where('url', '=', url).executeTakeFirst();
  return row === undefined ? undefined : { etag: row.etag ?? undefined, modified: row.modified ?? undefined };
};

export const markFeed = async (db: Queries, url: string, mark: FeedMark): Promise<void> => {
  const values = { etag: mark.etag ?? null, modified: mark.modified ?? null };
  await db
    .insertInto('cap_feeds')
    .values({ url, ...values })
    .onConflict((conflict) => conflict.column('url').doUpdateSet(values))
    .execute();
};

/**
 * Which of these entries were read before. Renews their time, so that an entry is remembered for as long as its feed
 * lists it.
 */
export const knownEntries = async (
  db: Queries,
  url: string,
  entries: readonly string[],
  nowMs: number,
): Promise<ReadonlySet<string>> => {
  if (entries.length === 0) return new Set();
  const rows = await db
    .updateTable('cap_feed_entries')
    .set({ listed_at: nowMs })
    .where('url', '=', url)
    .where('entry', 'in', entries.flatMap(formsOf))
    .returning('entry')
    .execute();
  const found = new Set(rows.map(({ entry }) => entry));
  return new Set(entries.filter((entry) => formsOf(entry).some((form) => found.has(form))));
};

export const keepEntry = async (db: Queries, url: string, entry: string, nowMs: number): Promise<void> => {
  await db
    .insertInto('cap_feed_entries')
    .values({ url, entry: shortKey(entry), listed_at: nowMs })
    .onConflict((conflict) => conflict.columns(['url', 'entry']).doUpdateSet({ listed_at: nowMs }))
    .execute();
};

export const forgetEntries = async (db: Queries, beforeMs: number): Promise<void> => {
  await db.deleteFrom('cap_feed_entries').where('listed_at', '<', beforeMs).execute();
};
