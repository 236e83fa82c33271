import type { Alarm, AlarmWrite } from '../../../domain/operation/alarm.ts';
import type { Db } from '../../db.ts';
import type { AlarmsTable } from '../../tables/operation-tables.ts';
import type { Enqueue } from '../queue/enqueue.ts';
import { prepareAudit } from './audit.ts';
import { prepareTell } from './tell.ts';

const rowOf = (alarm: Alarm): AlarmsTable => ({
  id: alarm.id,
  serial: alarm.serial,
  kind: alarm.kind,
  subject: alarm.subject ?? null,
  name: alarm.name ?? null,
  severity: alarm.severity,
  reason: alarm.reason ?? null,
  since: alarm.since,
  raised_at: alarm.raisedAt,
  times: alarm.times,
  changed_at: alarm.changedAt,
  ended_at: alarm.endedAt ?? null,
  acknowledged: alarm.acknowledged === undefined ? null : JSON.stringify(alarm.acknowledged),
  silence: alarm.silence === undefined ? null : JSON.stringify(alarm.silence),
  told_at: JSON.stringify(alarm.toldAt),
  tellings: alarm.tellings,
});

/** Alarms, the events and SMS that tell of them, and who has acknowledged or silenced one: one commit. */
export const prepareAlarms = (db: Db, enqueue: Enqueue) => {
  const put = db.prepare(`
    INSERT INTO alarms
      (id, serial, kind, subject, name, severity, reason, since, raised_at, times, changed_at, ended_at, acknowledged,
       silence, told_at, tellings)
    VALUES
      (:id, :serial, :kind, :subject, :name, :severity, :reason, :since, :raised_at, :times, :changed_at, :ended_at,
       :acknowledged, :silence, :told_at, :tellings)
    ON CONFLICT (id) DO UPDATE
    SET serial = excluded.serial, kind = excluded.kind, subject = excluded.subject, name = excluded.name,
        severity = excluded.severity, reason = excluded.reason, since = excluded.since,
        raised_at = excluded.raised_at, times = excluded.times, changed_at = excluded.changed_at,
        ended_at = excluded.ended_at, acknowledged = excluded.acknowledged, silence = excluded.silence,
        told_at = excluded.told_at, tellings = excluded.tellings`);
  const lastRun = db.prepare<[], number>('SELECT stopped_at IS NULL FROM last_run').pluck();
  const started = db.prepare(`
    INSERT INTO last_run (id, started_at, stopped_at) VALUES (1, ?, NULL)
    ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, stopped_at = NULL`);
  const stopped = db.prepare('UPDATE last_run SET stopped_at = ?');
  const tell = prepareTell(db);
  const audit = prepareAudit(db);
  return {
    writeAlarms: ({ alarms, messages, events, note }: AlarmWrite): void => {
      for (const alarm of alarms) put.run(rowOf(alarm));
      if (messages.length > 0) enqueue(messages);
      for (const event of events) tell(event);
      if (note !== undefined) audit(note);
    },
    noteStart: (nowMs: number): 'clean' | 'cut' => {
      const wasCut = lastRun.get() === 1;
      started.run(nowMs);
      return wasCut ? 'cut' : 'clean';
    },
    noteStop: (nowMs: number): void => {
      stopped.run(nowMs);
    },
  };
};
