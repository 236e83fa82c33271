import { sql } from 'kysely';
import type { PartCount } from '../../../domain/alerts/alert-report.ts';
import { type State, stateCode } from '../../../domain/messages/state.ts';
import type { Queries } from '../../tables/tables.ts';

const codes = (...states: readonly State[]): string => states.map(stateCode).join(', ');
/** A message in one of these states has left, or may have left, though no part of it has a row of its own. */
const LEFT = codes('sent', 'delivered', 'undelivered', 'unconfirmed', 'uncertain');
const UNCERTAIN = stateCode('uncertain');

/**
 * Counts the parts that left: each part that a route accepted has a row in `parts` or stands in the row of its message,
 * each part without an answer has a row in `unanswered`. A message that only its recipient links to a receipt has none:
 * its parts count as they were planned.
 */
export const countParts = async (
  db: Queries,
  alert: number,
  afterId: number,
  untilId: number,
): Promise<readonly PartCount[]> => {
  const range = sql`m.alert = ${alert} AND m.id > ${afterId} AND m.id <= ${untilId}`;
  // CROSS JOIN makes SQLite begin with the messages of the range (sqlite.org/optoverview.html#crossjoin).
  const { rows } = await sql<{ wave: number; route: string; parts: number; doubt: number }>`
    SELECT wave, route, sum(parts) AS parts, sum(doubt) AS doubt FROM (
      SELECT coalesce(m.wave, 0) AS wave, p.route, 1 AS parts, 0 AS doubt
      FROM messages m CROSS JOIN parts p WHERE ${range} AND p.message_id = m.id
      UNION ALL
      SELECT coalesce(m.wave, 0), m.route, 1, 0 FROM messages m WHERE ${range} AND m.carrier_ref IS NOT NULL
      UNION ALL
      SELECT coalesce(m.wave, 0), u.route, 1, 1
      FROM messages m CROSS JOIN unanswered u
      WHERE ${range} AND u.recipient = m.recipient AND u.message_id = m.id AND NOT EXISTS (SELECT 1 FROM parts p
        WHERE p.message_id = u.message_id AND p.attempt = u.attempt AND p.part = u.part)
      UNION ALL
      SELECT coalesce(m.wave, 0), coalesce(m.route, ''), m.parts,
        CASE WHEN m.state = ${sql.lit(UNCERTAIN)} THEN m.parts ELSE 0 END
      FROM messages m WHERE ${range} AND m.state IN (${sql.raw(LEFT)}) AND m.carrier_ref IS NULL
        AND NOT EXISTS (SELECT 1 FROM parts p WHERE p.message_id = m.id)
        AND NOT EXISTS (SELECT 1 FROM unanswered u WHERE u.recipient = m.recipient AND u.message_id = m.id))
    GROUP BY wave, route ORDER BY wave, route`.execute(db);
  return rows.map(({ wave, route, parts, doubt }) => ({ wave, route, parts, inDoubt: doubt }));
};
