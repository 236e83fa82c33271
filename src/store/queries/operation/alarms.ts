import { sql } from 'kysely';
import { priorityCode } from '../../../domain/messages/priority.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import {
  ALARMS_OWNER,
  type Alarm,
  type AlarmKind,
  type AlarmSeverity,
} from '../../../domain/operation/alarm.ts';
import type { AlarmsTable } from '../../tables/operation-tables.ts';
import type { Queries } from '../../tables/tables.ts';

const alarmOf = (row: AlarmsTable): Alarm => ({
  id: row.id,
  serial: row.serial,
  kind: row.kind as AlarmKind,
  subject: row.subject ?? undefined,
  name: row.name ?? undefined,
  severity: row.severity as AlarmSeverity,
  reason: row.reason ?? undefined,
  since: row.since,
  raisedAt: row.raised_at,
  times: row.times,
  changedAt: row.changed_at,
  endedAt: row.ended_at ?? undefined,
  acknowledged:
    row.acknowledged === null ? undefined : (JSON.parse(row.acknowledged) as Alarm['acknowledged']),
  silence: row.silence === null ? undefined : (JSON.parse(row.silence) as Alarm['silence']),
  toldAt: JSON.parse(row.told_at) as readonly number[],
  tellings: row.tellings,
});

/** The number of alarms is bounded by the parts of the gateway; this bounds what a damaged store can cost. */
const MOST = 10_000;

export const readAlarms = async (db: Queries): Promise<readonly Alarm[]> => {
  const rows = await db.selectFrom('alarms').selectAll().orderBy('serial', 'desc').limit(MOST).execute();
  return rows.map(alarmOf);
};

export const readLastBackupAt = async (db: Queries): Promise<number | undefined> => {
  const row = await db
    .selectFrom('audit')
    .select(sql<string | null>`detail ->> '$.takenAt'`.as('takenAt'))
    .where('subject', '=', 'store')
    .where('action', 'in', ['backup.create', 'backup.restore'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.takenAt == null ? undefined : Date.parse(row.takenAt);
};

export const readFirstEntryAt = async (db: Queries): Promise<number | undefined> => {
  const row = await db.selectFrom('audit').select('at').orderBy('id').limit(1).executeTakeFirst();
  return row?.at;
};

/** A message that was due only just now may still go out, ms. */
const WAITED_MS = 30_000;
/** So many messages that end first are looked at, so that a million others cost nothing. */
const LOOKED_AT = 20_000;
const QUEUED = sql.lit(stateCode('queued'));

export const isAnyQueuedUntil = async (
  db: Queries,
  urgency: 'critical' | 'high',
  nowMs: number,
  untilMs: number,
): Promise<boolean> => {
  const { rows } = await sql<{ found: number }>`
    SELECT EXISTS (
      SELECT 1 FROM (SELECT state, priority, due_at, owner FROM messages
                     WHERE final_at IS NULL AND valid_until BETWEEN ${nowMs} AND ${untilMs}
                     ORDER BY valid_until LIMIT ${LOOKED_AT})
      WHERE state = ${QUEUED} AND priority = ${priorityCode(urgency)} AND due_at <= ${nowMs - WAITED_MS}
        AND owner IS DISTINCT FROM ${ALARMS_OWNER}) AS found`.execute(db);
  return rows[0]?.found === 1;
};
