import { sql } from 'kysely';
import type { Queries } from '../../tables/tables.ts';

/** The last of the next people of an alert, by number; undefined: there are no more. @param limit how many at most */
export const endOfPeople = async (
  db: Queries,
  of: 'alert_recipients' | 'alert_answers',
  { alert, after, limit }: { readonly alert: number; readonly after: string; readonly limit: number },
): Promise<string | undefined> => {
  const { rows } = await sql<{ number: string | null }>`
    SELECT max(number) AS number FROM (
      SELECT number FROM ${sql.table(of)} WHERE alert_id = ${alert} AND number > ${after}
      ORDER BY number LIMIT ${limit})`.execute(db);
  return rows[0]?.number ?? undefined;
};
