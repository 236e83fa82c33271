import type { MessageId } from '../../../domain/messages/message-id.ts';
import { stateOf } from '../../../domain/messages/state.ts';
import type { AuditActor } from '../../../domain/operation/audit.ts';
import {
  type DrillDefinition,
  type DrillGoal,
  type DrillOutcome,
  type DrillRepository,
  type DrillResult,
  type DrillRouteResult,
  type DrillRun,
  type OpenTarget,
  TAKEN_AHEAD_MS,
} from '../../../domain/operation/drill.ts';
import type { Heard } from '../../../domain/operation/ear.ts';
import { EVERY_LIST_ID } from '../../../domain/people/opt-out.ts';
import type { NamedRepository } from '../../../kernel/named.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { DrillRunsTable } from '../../tables/drill-tables.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idBefore } from '../paging.ts';

type RunRow = Omit<DrillRunsTable, 'id' | 'interrupted' | 'routes'> & {
  readonly id: number;
  readonly interrupted: number;
  readonly routes: string;
};

/** Runs of before the id was kept have the name in its place. */
const starterIn = ({ started_by: name, started_by_id: id }: RunRow): AuditActor | undefined =>
  name === null ? undefined : { id: id ?? name, name };

const toRun = (row: RunRow): DrillRun => ({
  id: row.id,
  drill: row.drill_id,
  name: row.name,
  plannedAt: row.planned_at ?? undefined,
  startedBy: starterIn(row),
  startedAt: row.started_at,
  withinMs: row.within_ms,
  until: row.until as DrillGoal,
  interrupted: row.interrupted === 1,
  result: row.result as DrillResult,
  reason: row.reason ?? undefined,
  finishedAt: row.finished_at ?? undefined,
  routes: JSON.parse(row.routes) as readonly DrillRouteResult[],
});

const listRuns = async (db: Queries, drill: number, page: Page): Promise<Paged<DrillRun>> => {
  const rows = await db
    .selectFrom('drill_runs')
    .selectAll()
    .where('drill_id', '=', drill)
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return cutPage(rows.map(toRun), page, ({ id }) => String(id));
};

const listTargets = async (db: Queries, runs: readonly number[]): Promise<readonly OpenTarget[]> => {
  if (runs.length === 0) return [];
  const rows = await db
    .selectFrom('drill_targets as t')
    .leftJoin('messages as m', 'm.id', 't.message_id')
    .selectAll('t')
    .select(['m.state', 'm.reason as why', 'm.sent_at as sent', 'm.final_at as final'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('opt_outs as o')
          .select('o.number')
          .whereRef('o.number', '=', 't.number')
          .where('o.list_id', '=', EVERY_LIST_ID),
      ).as('opted_out'),
    )
    .where('t.run_id', 'in', runs)
    .orderBy('t.run_id')
    .orderBy('t.route')
    .orderBy('t.number')
    .execute();
  return rows.map((row) => ({
    run: row.run_id,
    route: row.route,
    number: row.number,
    message: (row.message_id ?? undefined) as MessageId | undefined,
    acceptedAt: row.accepted_at ?? undefined,
    sentAt: row.sent_at ?? undefined,
    deliveredAt: row.delivered_at ?? undefined,
    outcome: row.outcome as DrillOutcome,
    reason: row.reason ?? undefined,
    heard: row.heard === null ? undefined : (JSON.parse(row.heard) as Heard),
    now:
      row.state === null
        ? undefined
        : {
            state: stateOf(row.state),
            reason: row.why ?? undefined,
            sentAt: row.sent ?? undefined,
            finalAt: row.final ?? undefined,
          },
    optedOut: Number(row.opted_out) === 1,
  }));
};

/**
 * The repository of drills without the steps of a run: these are prepared statements of the writer
 * (`src/store/rules/alerts/drills.ts`).
 */
export const drillQueries = (
  db: Queries,
): Omit<DrillRepository, 'begin' | 'miss' | 'finish' | keyof NamedRepository<DrillDefinition>> => ({
  lastPlanned: async (drill, nowMs) => {
    const row = await db
      .selectFrom('drill_times')
      .select('planned_until')
      .where('drill_id', '=', drill)
      .executeTakeFirst();
    if (row === undefined || row.planned_until <= nowMs + TAKEN_AHEAD_MS) return row?.planned_until;
    const before = await db
      .selectFrom('drill_runs')
      .select(({ fn }) => fn.max('planned_at').as('last'))
      .where('drill_id', '=', drill)
      .where('planned_at', '<=', nowMs)
      .where('started_at', '<=', nowMs)
      .executeTakeFirst();
    return before?.last ?? undefined;
  },
  interrupt: async () => {
    const { numUpdatedRows } = await db
      .updateTable('drill_runs')
      .set({ interrupted: 1 })
      .where('finished_at', 'is', null)
      .executeTakeFirst();
    return Number(numUpdatedRows);
  },
  running: async () => {
    const rows = await db.selectFrom('drill_runs').selectAll().where('finished_at', 'is', null).execute();
    return rows.map(toRun);
  },
  lastFinished: async () => {
    const rows = await db
      .selectFrom('drill_runs')
      .selectAll()
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('drill_runs as r')
          .select(({ fn }) => fn.max('r.id').as('id'))
          .where('r.result', 'in', ['passed', 'failed'])
          .groupBy('r.drill_id'),
      )
      .execute();
    return rows.map(toRun);
  },
  runs: (drill, page) => listRuns(db, drill, page),
  run: async (drill, id) => {
    const row = await db
      .selectFrom('drill_runs')
      .selectAll()
      .where('drill_id', '=', drill)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? undefined : toRun(row);
  },
  targets: (runs) => listTargets(db, runs),
});
