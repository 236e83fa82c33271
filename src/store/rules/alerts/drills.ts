import type { MessageId } from '../../../domain/messages/message-id.ts';
import {
  type DrillBegun,
  type FinishedDrill,
  type MissedDrill,
  type NewDrillRun,
  NUMBER_OPTED_OUT,
  TAKEN_AHEAD_MS,
} from '../../../domain/operation/drill.ts';
import { EVERY_LIST_ID } from '../../../domain/people/opt-out.ts';
import type { Db } from '../../db.ts';
import { prepareTell } from '../operation/tell.ts';
import type { Enqueue } from '../queue/enqueue.ts';

/** The steps of a run of a drill, each in one commit. */
export const prepareDrills = (db: Db, enqueue: Enqueue) => {
  const isThere = db.prepare<[number], unknown>('SELECT 1 FROM drills WHERE id = ?');
  const running = db
    .prepare<[number], number>('SELECT id FROM drill_runs WHERE drill_id = ? AND finished_at IS NULL')
    .pluck();
  const take = db.prepare(`
    INSERT INTO drill_times (drill_id, planned_until) SELECT id, ? FROM drills WHERE id = ?
    ON CONFLICT (drill_id) DO UPDATE SET planned_until = excluded.planned_until
      WHERE drill_times.planned_until < excluded.planned_until
        OR drill_times.planned_until > CAST(? AS BIGINT) + ${TAKEN_AHEAD_MS}`);
  const addRun = db
    .prepare<[object], number>(`
    INSERT INTO drill_runs (drill_id, name, planned_at, started_by_id, started_by, started_at, within_ms, until,
      result)
    VALUES (:drill, :name, :plannedAt, :startedById, :startedBy, :startedAt, :withinMs, :until, 'running')
    RETURNING id`)
    .pluck();
  const addMissed = db.prepare(`
    INSERT INTO drill_runs (drill_id, name, planned_at, started_at, within_ms, until, result, reason, finished_at)
    SELECT id, :name, :plannedAt, :at, CAST(definition ->> 'withinMs' AS BIGINT), definition ->> 'until', 'missed',
      :reason, :at
    FROM drills WHERE id = :drill`);
  const addTarget = db.prepare(`
    INSERT INTO drill_targets (run_id, route, number, message_id, accepted_at, outcome, reason)
    VALUES (:run, :route, :number, :messageId, :acceptedAt, :outcome, :reason)`);
  const hasOptedOut = db.prepare<[string], unknown>(
    `SELECT 1 FROM opt_outs WHERE number = ? AND list_id = ${EVERY_LIST_ID}`,
  );
  const finish = db.prepare(`
    UPDATE drill_runs SET result = ?, reason = ?, routes = ?, finished_at = ? WHERE id = ? AND finished_at IS NULL`);
  const settle = db.prepare(`
    UPDATE drill_targets SET sent_at = ?, delivered_at = ?, outcome = ?, reason = ?, heard = ?
    WHERE run_id = ? AND route = ? AND number = ?`);
  const tell = prepareTell(db);

  return {
    beginDrill: (run: NewDrillRun): DrillBegun => {
      const { drill, name, plannedAt, startedBy, startedAt, withinMs, until, targets } = run;
      if (isThere.get(drill) === undefined) return { kind: 'unknown' };
      const other = running.get(drill);
      if (other !== undefined) return { kind: 'running', run: other };
      if (plannedAt !== undefined && take.run(plannedAt, drill, startedAt).changes === 0)
        return { kind: 'taken' };
      const by = { startedById: startedBy?.id ?? null, startedBy: startedBy?.name ?? null };
      const when = { plannedAt: plannedAt ?? null, startedAt, withinMs, until };
      const id = Number(addRun.get({ drill, name, ...by, ...when }));
      const stored: MessageId[] = [];
      for (const { route, number, message } of targets) {
        const unsent = { run: id, route, number, messageId: null, acceptedAt: null };
        if (typeof message === 'string') addTarget.run({ ...unsent, outcome: 'failed', reason: message });
        else if (hasOptedOut.get(number) !== undefined)
          addTarget.run({ ...unsent, outcome: 'suppressed', reason: NUMBER_OPTED_OUT });
        else {
          const accepted = { messageId: message.id, acceptedAt: message.createdAt };
          addTarget.run({ ...unsent, ...accepted, outcome: 'waiting', reason: null });
          enqueue([message]);
          stored.push(message.id);
        }
      }
      return { kind: 'begun', run: id, stored };
    },

    missDrill: ({ drill, name, plannedAt, reason, at, event }: MissedDrill): boolean => {
      if (take.run(plannedAt, drill, at).changes === 0) return false;
      if (addMissed.run({ drill, name, plannedAt, at, reason }).changes === 0) return false;
      if (event !== undefined) tell(event);
      return true;
    },

    finishDrill: ({ run, result, reason, routes, at, targets, event }: FinishedDrill): boolean => {
      if (finish.run(result, reason ?? null, JSON.stringify(routes), at, run).changes === 0) return false;
      for (const { route, number, sentAt, deliveredAt, outcome, reason: why, heard } of targets) {
        const told = heard === undefined ? null : JSON.stringify(heard);
        settle.run(sentAt ?? null, deliveredAt ?? null, outcome, why ?? null, told, run, route, number);
      }
      tell(event);
      return true;
    },
  };
};
