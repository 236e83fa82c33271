import { sql } from 'kysely';
import type { AlertDraft } from '../../../domain/alerts/alert.ts';
import { widestAudience } from '../../../domain/alerts/escalation.ts';
import type { LastPurge, RetentionMark, RipeAlert, Span } from '../../../domain/operation/retention.ts';
import { waveIsOpen } from '../../rows/wave-rows.ts';
import type { Queries } from '../../tables/tables.ts';

/** How many messages of an alert one statement reads. */
const ROWS = 5000;

export const retentionMark = async (db: Queries): Promise<RetentionMark | undefined> => {
  const row = await db.selectFrom('retention').selectAll().executeTakeFirst();
  if (row === undefined) return undefined;
  const { ended_at: endedAt, duration_ms: durationMs, removed } = row;
  return {
    believedAt: row.believed_at,
    doneUntil: row.done_until,
    last:
      endedAt === null
        ? undefined
        : {
            endedAt,
            durationMs: durationMs ?? 0,
            removed: JSON.parse(removed ?? '{}') as LastPurge['removed'],
          },
  };
};

export const keepRetentionMark = async (db: Queries, mark: RetentionMark): Promise<void> => {
  const row = {
    believed_at: mark.believedAt,
    done_until: mark.doneUntil,
    ended_at: mark.last?.endedAt ?? null,
    duration_ms: mark.last?.durationMs ?? null,
    removed: mark.last === undefined ? null : JSON.stringify(mark.last.removed),
  };
  await db
    .insertInto('retention')
    .values({ id: 1, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
};

/**
 * The newest time, in ms since the epoch, in the last rows of the tables that grow with time; undefined if all are
 * empty.
 */
export const newestAt = async (db: Queries): Promise<number | undefined> => {
  const { rows } = await sql<{ at: number | null }>`
    SELECT max(at) AS at FROM (
      SELECT * FROM (SELECT created_at AS at FROM messages ORDER BY id DESC LIMIT 1)
      UNION ALL SELECT * FROM (SELECT at FROM inbox ORDER BY id DESC LIMIT 1)
      UNION ALL SELECT * FROM (SELECT at FROM audit ORDER BY id DESC LIMIT 1)
      UNION ALL SELECT * FROM (SELECT at FROM alert_log ORDER BY id DESC LIMIT 1))`.execute(db);
  return rows[0]?.at ?? undefined;
};

/**
 * The next alert after `after` that ended before `span.before` and still has the rows of its people. No wave of the
 * alert is open, and its question ended and its last answer came before `span.before` too: people may still answer an
 * open question.
 */
const candidate = async (db: Queries, { before }: Span, after: number) =>
  db
    .selectFrom('alerts as a')
    .select(['a.id', 'a.version', 'a.draft'])
    .where('a.id', '>', after)
    .where('a.emptied_at', 'is', null)
    .where('a.state', 'in', ['completed', 'stopped'])
    .where('a.finished_at', '<', before)
    .where(({ or, eb }) => or([eb('a.question_until', 'is', null), eb('a.question_until', '<', before)]))
    .where(
      sql<boolean>`NOT EXISTS (SELECT 1 FROM alert_waves w
        WHERE w.alert_id = a.id AND ${sql.raw(waveIsOpen('w'))})`,
    )
    .where(
      sql<boolean>`NOT EXISTS (SELECT 1 FROM alert_answers n WHERE n.alert_id = a.id AND n.at >= ${before})`,
    )
    .orderBy('a.id')
    .limit(1)
    .executeTakeFirst();

/** How many messages the alert has; undefined if one of them is not final, or became final since `span.before`. */
const oldMessages = async (db: Queries, alert: number, { before }: Span): Promise<number | undefined> => {
  let messages = 0;
  for (let after = 0; ; ) {
    const { rows } = await sql<{ through: number | null; messages: number; young: number | null }>`
      SELECT max(id) AS through, count(*) AS messages,
        sum(CASE WHEN final_at IS NULL OR final_at >= ${before} THEN 1 ELSE 0 END) AS young
      FROM (SELECT id, final_at FROM messages WHERE alert = ${alert} AND id > ${after} ORDER BY id LIMIT ${ROWS})`.execute(
      db,
    );
    const through = rows[0]?.through ?? null;
    if (through === null) return messages;
    if ((rows[0]?.young ?? 0) > 0) return undefined;
    messages += rows[0]?.messages ?? 0;
    after = through;
  }
};

const countOf = async (
  db: Queries,
  table: 'alert_recipients' | 'alert_answers',
  alert: number,
): Promise<number> => {
  const row = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .where('alert_id', '=', alert)
    .executeTakeFirst();
  return row?.rows ?? 0;
};

export const ripeAlert = async (db: Queries, span: Span, after: number): Promise<RipeAlert | undefined> => {
  for (let last = after; ; ) {
    const row = await candidate(db, span, last);
    if (row === undefined) return undefined;
    const messages = await oldMessages(db, row.id, span);
    if (messages !== undefined) {
      const rows =
        messages +
        (await countOf(db, 'alert_recipients', row.id)) +
        (await countOf(db, 'alert_answers', row.id));
      const audience = widestAudience(JSON.parse(row.draft) as AlertDraft);
      return { id: row.id, version: row.version, audience, rows };
    }
    last = row.id;
  }
};
