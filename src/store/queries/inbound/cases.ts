import { sql } from 'kysely';
import type { DuePages, PageLimits } from '../../../domain/inbound/duty-pages.ts';
import { handlings } from '../../../domain/inbound/handling.ts';
import type {
  AlertCases,
  CaseEntry,
  CaseFigures,
  CaseFilter,
  CaseMessage,
  CaseOutcome,
  CaseState,
  CaseWithHistory,
  HelpCase,
} from '../../../domain/inbound/help-case.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import { toCase } from '../../rows/case-row.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idAfter, idBefore } from '../paging.ts';

const TEN_MINUTES_MS = 600_000;
/** The newest lines of the history, and the newest messages of the phone, that are shown with a case. */
const HISTORY_SHOWN = 500;
const MESSAGES_SHOWN = 100;

const withNames = (db: Queries) =>
  db
    .selectFrom('cases as c')
    .leftJoin('contacts as p', 'p.number', 'c.number')
    .selectAll('c')
    .select('p.name');

export const listCases = async (
  db: Queries,
  { state, alert }: CaseFilter,
  page: Page,
): Promise<Paged<HelpCase>> => {
  const waits = state === 'open' || state === 'taken';
  const rows = await withNames(db)
    .$if(state !== undefined, (query) => query.where('c.state', '=', state ?? ''))
    .$if(alert !== undefined, (query) => query.where('c.alert_id', '=', alert ?? 0))
    .where('c.id', waits ? '>' : '<', waits ? idAfter(page) : idBefore(page))
    .orderBy('c.id', waits ? 'asc' : 'desc')
    .limit(page.limit + 1)
    .execute();
  return cutPage(rows.map(toCase), page, ({ id }) => String(id));
};

export const getCase = async (db: Queries, id: number): Promise<CaseWithHistory | undefined> => {
  const row = await withNames(db).where('c.id', '=', id).executeTakeFirst();
  if (row === undefined) return undefined;
  const [history, messages] = await Promise.all([historyOf(db, id), messagesOf(db, row.number)]);
  return { ...toCase(row), history, messages };
};

const historyOf = async (db: Queries, id: number): Promise<readonly CaseEntry[]> => {
  const rows = await db
    .selectFrom('case_log')
    .selectAll()
    .where('case_id', '=', id)
    .orderBy('id', 'desc')
    .limit(HISTORY_SHOWN)
    .execute();
  return rows.toReversed().map(({ at, actor, actor_name: name, action, detail }) => ({
    at,
    actor: { id: actor, name },
    action: action as CaseEntry['action'],
    detail: JSON.parse(detail) as CaseEntry['detail'],
  }));
};

const messagesOf = async (db: Queries, number: string | null): Promise<readonly CaseMessage[]> => {
  if (number === null) return [];
  const rows = await db
    .selectFrom('inbox')
    .select(['id', 'at', 'text', 'handled_as'])
    .where('number', '=', number)
    .where('number', 'is not', null)
    .orderBy('id', 'desc')
    .limit(MESSAGES_SHOWN)
    .execute();
  return rows.map(({ id, at, text, handled_as: handled }) => ({
    id,
    at,
    text,
    handledAs: handlings.find((one) => one === handled),
  }));
};

export const caseFigures = async (db: Queries): Promise<CaseFigures> => {
  const rows = await db
    .selectFrom('cases')
    .select(({ fn }) => ['state', fn.countAll<number>().as('cases')])
    .groupBy('state')
    .execute();
  const oldest = await db
    .selectFrom('cases')
    .select(({ fn }) => fn.min('waiting_since').as('since'))
    .where('state', '=', sql.lit('open'))
    .executeTakeFirst();
  const unpaged = await db
    .selectFrom('cases')
    .select(({ fn }) => [fn.countAll<number>().as('cases'), fn.max('unpaged_since').as('last')])
    .where('unpaged_since', 'is not', null)
    .executeTakeFirst();
  const of = (state: CaseState): number => rows.find((row) => row.state === state)?.cases ?? 0;
  return {
    open: of('open'),
    taken: of('taken'),
    closed: of('closed'),
    waitingSince: oldest?.since ?? undefined,
    unpaged: unpaged?.cases ?? 0,
    lastUnpagedAt: unpaged?.last ?? undefined,
  };
};

export const casesOfAlert = async (db: Queries, alert: number): Promise<AlertCases> => {
  const rows = await db
    .selectFrom('cases')
    .select(({ fn }) => ['state', 'outcome', fn.countAll<number>().as('cases')])
    .where('alert_id', '=', alert)
    .groupBy(['state', 'outcome'])
    .orderBy('state')
    .orderBy('outcome', (order) => order.asc().nullsFirst())
    .execute();
  const of = (state: CaseState): number =>
    rows.filter((row) => row.state === state).reduce((sum, { cases }) => sum + cases, 0);
  const ended = rows.filter(({ outcome }) => outcome !== null);
  return {
    open: of('open'),
    taken: of('taken'),
    closed: of('closed'),
    byOutcome: Object.fromEntries(ended.map(({ outcome, cases }) => [outcome as CaseOutcome, cases])),
  };
};

export const duePages = async (
  db: Queries,
  nowMs: number,
  { apartPerTenMinutes }: PageLimits,
): Promise<DuePages | undefined> => {
  const due = withNames(db)
    .where('c.page_at', '<=', nowMs)
    .where('c.page_at', 'is not', null)
    .where('c.state', '<>', sql.lit('closed'));
  const rows = await due.orderBy(sql`c.pages > 0`).orderBy('c.id').limit(apartPerTenMinutes).execute();
  if (rows.length === 0) return undefined;
  const figures = await db
    .selectFrom('cases')
    .select(({ fn }) => [
      fn.countAll<number>().as('total'),
      fn.min('waiting_since').as('oldest'),
      sql<number>`sum(CASE WHEN pages = 0 THEN 1 ELSE 0 END)`.as('fresh'),
      sql<number>`count(DISTINCT coalesce(alert_id, 0))`.as('alerts'),
      fn.min('alert_id').as('alert'),
    ])
    .where('page_at', '<=', nowMs)
    .where('page_at', 'is not', null)
    .where('state', '<>', sql.lit('closed'))
    .executeTakeFirstOrThrow();
  const told = await db
    .selectFrom('duty_pages')
    .select(({ fn }) => [
      sql<number>`coalesce(sum(CASE WHEN case_id > 0 THEN 1 ELSE 0 END), 0)`.as('apart'),
      fn.max('at').as('at'),
    ])
    .where('at', '>', nowMs - TEN_MINUTES_MS)
    .executeTakeFirstOrThrow();
  const { alert } = figures;
  const title = figures.alerts === 1 && alert !== null ? await titleOf(db, alert) : undefined;
  const titles = new Map<number, string | undefined>();
  for (const { alert_id: of } of rows)
    if (of !== null && !titles.has(of)) titles.set(of, await titleOf(db, of));
  return {
    cases: rows.map((row) => ({ ...toCase(row), title: titles.get(row.alert_id ?? 0) })),
    total: figures.total,
    oldestSince: figures.oldest ?? nowMs,
    fresh: figures.fresh,
    alert: title === undefined || alert === null ? undefined : { id: alert, title },
    toldApart: told.apart,
    toldAt: told.at ?? undefined,
  };
};

/** The title of an alert; undefined if there is no such alert. */
const titleOf = async (db: Queries, alert: number): Promise<string | undefined> => {
  const row = await db.selectFrom('alerts').select('draft').where('id', '=', alert).executeTakeFirst();
  return row && (JSON.parse(row.draft) as { readonly title: string }).title;
};
