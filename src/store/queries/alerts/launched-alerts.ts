import { sql } from 'kysely';
import type { Alert } from '../../../domain/alerts/alert.ts';
import type { LaunchedFilter } from '../../../domain/alerts/alert-report.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage } from '../paging.ts';
import { toAlert } from './alerts.ts';

/** A cursor is the launch and the id of the last alert on the page before, such as `1767225600000-7`. */
const placeOf = ({ cursor }: Page): readonly [number, number] => {
  const [at = 0, id = 0] = (cursor ?? '').split('-', 2).map(Number);
  return [at, id];
};

export const launchedAlerts = async (
  db: Queries,
  { from, to, scenario, kind }: LaunchedFilter,
  page: Page,
): Promise<Paged<Alert>> => {
  const [at, id] = placeOf(page);
  const rows = await db
    .selectFrom('alerts as a')
    .selectAll('a')
    .where('a.launched_at', '>=', from ?? 0)
    .where(sql<boolean>`(a.launched_at, a.id) > (${at}, ${id})`)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('alert_waves as w').select('w.wave').whereRef('w.alert_id', '=', 'a.id')),
    )
    .$if(to !== undefined, (query) => query.where('a.launched_at', '<', to ?? 0))
    .$if(scenario !== undefined, (query) =>
      query.where(sql<boolean>`CAST(a.draft ->> '$.scenario' AS BIGINT) = ${scenario}`),
    )
    .$if(kind !== undefined, (query) => query.where(sql<boolean>`a.draft ->> '$.kind' = ${kind}`))
    .orderBy('a.launched_at')
    .orderBy('a.id')
    .limit(page.limit + 1)
    .execute();
  return cutPage(rows.map(toAlert), page, ({ launched, id: last }) => `${launched?.at ?? 0}-${last}`);
};
