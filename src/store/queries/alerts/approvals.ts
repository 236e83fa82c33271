import { type Selectable, sql } from 'kysely';
import type { Alert } from '../../../domain/alerts/alert.ts';
import type {
  ApprovalPage,
  ApprovalView,
  ApprovalWait,
  Delegation,
  PageEnd,
  WaitSubject,
} from '../../../domain/alerts/approval.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { ApprovalPagesTable } from '../../tables/approval-tables.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idBefore } from '../paging.ts';
import { toAlert } from './alerts.ts';

const PAGES_OF_PHONE = 20;

export const waitingAlerts = async (db: Queries): Promise<readonly Alert[]> => {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    // Spells out the condition of the partial index.
    .where(sql<boolean>`(state = 'pendingApproval' OR proposed_update IS NOT NULL)`)
    .orderBy('id')
    .execute();
  return rows.map(toAlert);
};

export const alertsToLaunch = async (db: Queries): Promise<readonly Alert[]> => {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where('state', '=', 'approved')
    .where('launch_on_approval', '=', 1)
    .orderBy('id')
    .execute();
  return rows.map(toAlert);
};

export const openWaits = async (db: Queries): Promise<readonly ApprovalWait[]> => {
  const rows = await db
    .selectFrom('approval_waits')
    .selectAll()
    .where('settled_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ alert_id, subject, overdue_at, settled_at: _settledAt, ...row }) => ({
    ...row,
    alert: alert_id,
    subject: subject as WaitSubject,
    overdueAt: overdue_at ?? undefined,
  }));
};

export const subjectOf = async (db: Queries, wait: number): Promise<WaitSubject | undefined> => {
  const row = await db
    .selectFrom('approval_waits')
    .select('subject')
    .where('id', '=', wait)
    .executeTakeFirst();
  return row?.subject as WaitSubject | undefined;
};

export const beginWait = async (
  db: Queries,
  { alert, ...wait }: Pick<ApprovalWait, 'alert' | 'subject' | 'since' | 'deadline'>,
): Promise<void> => {
  await db
    .insertInto('approval_waits')
    .values({ alert_id: alert, ...wait })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

export const approvalOf = async (db: Queries, alert: number): Promise<ApprovalView | undefined> => {
  const wait = await db
    .selectFrom('approval_waits')
    .select(['id', 'subject', 'since', 'deadline'])
    .where('alert_id', '=', alert)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (wait === undefined) return undefined;
  const { id, subject, since, deadline } = wait;
  return { subject: subject as WaitSubject, since, deadline, paged: await pagesOf(db, id) };
};

const toPage = (row: Selectable<ApprovalPagesTable>): ApprovalPage => ({
  id: row.id,
  wait: row.wait_id,
  alert: row.alert_id,
  step: row.step,
  user: row.user_id,
  name: row.user_name,
  phone: row.phone as Msisdn,
  hash: row.hash,
  at: row.at,
  until: row.until,
  code:
    row.code_salt === null || row.code_hash === null
      ? undefined
      : { salt: row.code_salt, hash: row.code_hash },
  wrong: row.wrong,
  endedAt: row.ended_at ?? undefined,
  end: (row.ended_as as PageEnd | null) ?? undefined,
  reference: row.ended_by ?? undefined,
});

export const pagesOf = async (db: Queries, wait: number): Promise<readonly ApprovalPage[]> => {
  const rows = await db
    .selectFrom('approval_pages')
    .selectAll()
    .where('wait_id', '=', wait)
    .orderBy('step')
    .execute();
  return rows.map(toPage);
};

export const pagesTo = async (db: Queries, phone: Msisdn): Promise<readonly ApprovalPage[]> => {
  const rows = await db
    .selectFrom('approval_pages')
    .selectAll()
    .where('phone', '=', phone)
    .orderBy('id', 'desc')
    .limit(PAGES_OF_PHONE)
    .execute();
  return rows.map(toPage);
};

export const isAnyCodeOpen = async (db: Queries, nowMs: number): Promise<boolean> => {
  const row = await db
    .selectFrom('approval_pages')
    .select('id')
    .where('until', '>', nowMs)
    .where('ended_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
};

interface DelegationRow {
  readonly id: number;
  readonly from_id: string;
  readonly from_name: string;
  readonly to_id: string;
  readonly to_name: string;
  readonly since: number;
  readonly until: number;
}

const toDelegation = ({ id, since, until, ...row }: DelegationRow): Delegation => ({
  id,
  from: { id: row.from_id, name: row.from_name },
  to: { id: row.to_id, name: row.to_name },
  since,
  until,
});

/** Newest first. */
export const listDelegations = async (db: Queries, page: Page): Promise<Paged<Delegation>> => {
  const rows = await db
    .selectFrom('approval_delegations')
    .selectAll()
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return cutPage(rows.map(toDelegation), page, ({ id }) => String(id));
};

export const delegation = async (db: Queries, id: number): Promise<Delegation | undefined> => {
  const row = await db.selectFrom('approval_delegations').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : toDelegation(row);
};

export const delegationsAt = async (db: Queries, nowMs: number): Promise<readonly Delegation[]> => {
  const rows = await db
    .selectFrom('approval_delegations')
    .selectAll()
    .where('since', '<=', nowMs)
    .where('until', '>', nowMs)
    .orderBy('id', 'desc')
    .execute();
  return rows.map(toDelegation);
};

export const addDelegation = async (
  db: Queries,
  { from, to, since, until }: Omit<Delegation, 'id'>,
  nowMs: number,
): Promise<number> => {
  const { id } = await db
    .insertInto('approval_delegations')
    .values({
      from_id: from.id,
      from_name: from.name,
      to_id: to.id,
      to_name: to.name,
      since,
      until,
      created_at: nowMs,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
};

export const removeDelegation = async (db: Queries, id: number): Promise<boolean> => {
  const removed = await db.deleteFrom('approval_delegations').where('id', '=', id).executeTakeFirst();
  return removed.numDeletedRows === 1n;
};
