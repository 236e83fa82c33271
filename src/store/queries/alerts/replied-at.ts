import { sql } from 'kysely';
import type { Queries } from '../../tables/tables.ts';

/** When an answer that counts came, or a call for help changed, last, ms since the epoch. */
export const repliedAt = async (db: Queries, alert: number): Promise<number | undefined> => {
  const { rows } = await sql<{ at: number | null }>`
    SELECT max(at) AS at FROM (
      SELECT max(at) AS at FROM alert_answers WHERE alert_id = ${alert} AND standing = 1
      UNION ALL
      SELECT max(max(max(opened_at, cried_at), max(coalesce(taken_at, 0), coalesce(closed_at, 0))))
      FROM cases WHERE alert_id = ${alert})`.execute(db);
  return rows[0]?.at ?? undefined;
};
