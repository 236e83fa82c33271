import { sql } from 'kysely';
import type { Alert } from '../../../domain/alerts/alert.ts';
import type { AlertState } from '../../../domain/alerts/alert-state.ts';
import type { Queries } from '../../tables/tables.ts';
import { toAlert } from './alerts.ts';

/**
 * The largest number of alerts that one query returns. An alert leaves its state when it is handled, so the next query
 * finds the remaining alerts.
 */
const AT_ONCE = 1000;

// These expressions are spelled exactly as in the indexes `alerts_due` and `alerts_expiring`: otherwise SQLite doesn't
// use the indexes.
const scheduledAt = sql<number>`CAST(json_extract(draft, '$.scheduledAt') AS BIGINT)`;
const expiresAt = sql<number>`CAST(json_extract(draft, '$.expiresAt') AS BIGINT)`;

export const dueAlerts = async (db: Queries, nowMs: number): Promise<readonly Alert[]> => {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where('state', '=', 'scheduled')
    .where(scheduledAt, '<=', nowMs)
    .orderBy(scheduledAt)
    .orderBy('id')
    .limit(AT_ONCE)
    .execute();
  return rows.map(toAlert);
};

/** The condition is that of the index `alerts_ending`. */
export const alertsToEnd = async (db: Queries, nowMs: number): Promise<readonly Alert[]> => {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where('ends_at', 'is not', null)
    .where('end_offered_at', 'is', null)
    .where('ends_at', '<=', nowMs)
    .orderBy('ends_at')
    .orderBy('id')
    .limit(AT_ONCE)
    .execute();
  return rows.map(toAlert);
};

export const expiredAlerts = async (
  db: Queries,
  states: readonly AlertState[],
  nowMs: number,
): Promise<readonly Alert[]> => {
  const rows = await db
    .selectFrom('alerts')
    .selectAll()
    .where('state', 'in', states)
    .where(expiresAt, '<=', nowMs)
    .limit(AT_ONCE)
    .execute();
  return rows.map(toAlert);
};
