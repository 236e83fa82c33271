import type { FireOutcome, ScheduleDefinition, ScheduleRepository } from '../../../domain/alerts/schedule.ts';
import type { NamedRepository } from '../../../kernel/named.ts';
import type { Page } from '../../../kernel/page.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idBefore } from '../paging.ts';

const listFires = async (db: Queries, schedule: number, page: Page) => {
  const rows = await db
    .selectFrom('schedule_fires')
    .selectAll()
    .where('schedule_id', '=', schedule)
    .where('planned_at', '<', idBefore(page))
    .orderBy('planned_at', 'desc')
    .limit(page.limit + 1)
    .execute();
  const fires = rows.map(({ planned_at, outcome, alert, detail, at }) => ({
    plannedAt: planned_at,
    outcome: outcome as FireOutcome,
    alert: alert ?? undefined,
    detail: detail ?? undefined,
    at,
  }));
  return cutPage(fires, page, ({ plannedAt }) => String(plannedAt));
};

/** What the repository of schedules has besides that of every named thing. */
export const scheduleQueries = (
  db: Queries,
): Omit<ScheduleRepository, keyof NamedRepository<ScheduleDefinition>> => ({
  take: async (schedule, { plannedAt, outcome, detail, at }) => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('schedule_fires')
      .values({ schedule_id: schedule, planned_at: plannedAt, outcome, detail: detail ?? null, at })
      .onConflict((conflict) =>
        conflict
          .columns(['schedule_id', 'planned_at'])
          .doUpdateSet({ outcome, detail: detail ?? null, at })
          .where('schedule_fires.outcome', '=', 'missed')
          .where('schedule_fires.at', '>', at),
      )
      .executeTakeFirst();
    return Number(numInsertedOrUpdatedRows) === 1;
  },
  settle: async (schedule, { plannedAt, outcome, alert, detail, at }) => {
    await db
      .updateTable('schedule_fires')
      .set({ outcome, alert: alert ?? null, detail: detail ?? null, at })
      .where('schedule_id', '=', schedule)
      .where('planned_at', '=', plannedAt)
      .execute();
  },
  lastPlanned: async (schedule, nowMs) => {
    const row = await db
      .selectFrom('schedule_fires')
      .select('planned_at')
      .where('schedule_id', '=', schedule)
      .where('planned_at', '<=', nowMs)
      .where(({ or, eb }) => or([eb('outcome', '<>', 'missed'), eb('at', '<=', nowMs)]))
      .orderBy('planned_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.planned_at;
  },
  fires: (schedule, page) => listFires(db, schedule, page),
  firing: async () => {
    const rows = await db
      .selectFrom('schedule_fires')
      .select(['schedule_id', 'planned_at'])
      .where('outcome', '=', 'firing')
      .orderBy('schedule_id')
      .orderBy('planned_at')
      .execute();
    return rows.map(({ schedule_id, planned_at }) => ({ schedule: schedule_id, plannedAt: planned_at }));
  },
});
