import type { AlertActor } from '../../../domain/alerts/alert.ts';
import { type AlertAction, eventOfAction } from '../../../domain/alerts/alert-log.ts';
import type { AlertState } from '../../../domain/alerts/alert-state.ts';
import type { Db } from '../../db.ts';
import { prepareAudit } from '../operation/audit.ts';
import { prepareTell } from '../operation/tell.ts';

export interface LogLine {
  readonly at: number;
  readonly actor: Pick<AlertActor, 'id' | 'name'>;
  readonly action: AlertAction;
  readonly detail: string | undefined;
}

interface Facts {
  readonly state: AlertState;
  readonly title: string | null;
  readonly kind: string | null;
  readonly severity: string | null;
}

/**
 * Writes a line into the log of an alert, the entry into the audit log and the event for webhooks, in one commit. To be
 * called after the step, since entry and event contain the new state of the alert.
 */
export const prepareAlertLog = (db: Db) => {
  const add = db.prepare(`
    INSERT INTO alert_log (alert_id, at, actor, actor_name, action, detail)
    VALUES (:alert, :at, :actor, :actorName, :action, :detail)`);
  const factsOf = db.prepare<[number], Facts>(`
    SELECT state, draft ->> 'title' AS title, draft ->> 'kind' AS kind, draft ->> 'severity' AS severity
    FROM alerts WHERE id = ?`);
  const audit = prepareAudit(db);
  const tell = prepareTell(db);
  return (alert: number, { at, actor, action, detail }: LogLine): void => {
    add.run({ alert, at, actor: actor.id, actorName: actor.name, action, detail: detail ?? null });
    const facts = factsOf.get(alert);
    if (facts === undefined) return;
    const { state, title, kind, severity } = facts;
    // A note may name people: neither the audit log nor the event has its text.
    const told = action === 'note' ? undefined : detail;
    audit({
      at,
      actor,
      action: `alert.${action}`,
      subject: `alert:${alert}`,
      detail: { state, detail: told },
    });
    const data = { alert, title, kind, severity, state, by: actor.name, action, detail: told ?? null };
    tell({ type: eventOfAction[action], at, data });
  };
};
