import { sql } from 'kysely';
import type { AnswerSlots, SurveyCount } from '../../../domain/alerts/alert-answers.ts';
import type { Queries } from '../../tables/tables.ts';

/** The language of a person is the one in which the alert was first sent to them. */
export const countSurvey = async (
  db: Queries,
  alert: number,
  after: string,
  until: string,
  { from, slotMs, most }: AnswerSlots,
): Promise<readonly SurveyCount[]> => {
  const { rows } = await sql<{
    meaning: string;
    language: string | null;
    slot: number;
    people: number;
  }>`
    SELECT a.meaning,
      (SELECT r.language FROM alert_recipients r WHERE r.alert_id = a.alert_id AND r.number = a.number
        ORDER BY r.wave LIMIT 1) AS language,
      min(max(CAST((a.at - ${from}) / ${slotMs} AS BIGINT), 0), ${sql.lit(most - 1)}) AS slot,
      count(*) AS people
    FROM alert_answers a
    WHERE a.alert_id = ${alert} AND a.number > ${after} AND a.number <= ${until} AND a.standing = 1
    GROUP BY 1, 2, 3 ORDER BY 1, 2 NULLS FIRST, 3`.execute(db);
  return rows.map(({ language, ...row }) => ({ ...row, language: language ?? undefined }));
};
