import { sql } from 'kysely';
import type { LongMessage } from '../../../domain/alerts/short-texts.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Queries } from '../../tables/tables.ts';

/** Without INDEXED BY, SQLite may read the index of the alert, which has every message that the alert ever had. */
export const longQueued = async (
  db: Queries,
  { alert, wave }: { readonly alert: number; readonly wave: number },
  lanes: readonly number[],
  afterId: number,
  limit: number,
): Promise<readonly LongMessage[]> => {
  const { rows } = await sql<LongMessage & { language: string | null }>`
    SELECT m.id, m.recipient AS number, m.parts, r.language
    FROM messages m INDEXED BY messages_queue
    LEFT JOIN alert_recipients r ON r.alert_id = m.alert AND r.number = m.recipient AND r.wave = m.wave
    WHERE m.state = ${sql.lit(stateCode('queued'))} 
      AND m.lane IN (SELECT CAST(value AS BIGINT) FROM json_each(${JSON.stringify(lanes)}))
      AND m.alert = ${alert} AND m.wave = ${wave} AND m.id > ${afterId} AND m.parts > 1 AND m.short = 0
      AND m.possible_duplicate = 0 AND m.rest IS NULL
    ORDER BY m.id LIMIT ${limit}`.execute(db);
  return rows.map((row) => ({ ...row, language: row.language ?? undefined }));
};
