import type { AuditNote } from '../../../domain/operation/audit.ts';
import type { Attempted, DueDelivery, Noted, WebhookDefinition } from '../../../domain/operation/webhook.ts';
import type { Removal } from '../../../kernel/named.ts';
import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';
import { prepareAudit } from './audit.ts';

/** How many overdue deliveries one call gives up. */
const TIDY = 1000;

interface DueRow {
  readonly id: number;
  readonly webhook_id: number;
  readonly url: string;
  readonly secret: string;
  readonly since: number;
  readonly attempts: number;
  readonly type: string;
  readonly at: number;
  readonly data: string;
}

/** Changes of webhooks, each in one commit with its entry of the audit log, and their deliveries. */
export const prepareWebhooks = (db: Db) => {
  const record = prepareAudit(db);
  const insert = db
    .prepare<[object], number>(`
      INSERT INTO webhooks (name, url, events, secret, enabled, created_at)
      VALUES (:name, :url, :events, :secret, :enabled, :at) RETURNING id`)
    .pluck();
  const versionOf = db.prepare<[number], number>('SELECT version FROM webhooks WHERE id = ?').pluck();
  const replace = db.prepare(`
    UPDATE webhooks SET name = ?, url = ?, events = ?, enabled = ?, version = version + 1,
                        disabled_reason = CASE WHEN CAST(? AS BIGINT) = 1 THEN NULL ELSE disabled_reason END
    WHERE id = ?`);
  const remove = db.prepare('DELETE FROM webhooks WHERE id = ?');
  const removeDeliveries = db.prepare('DELETE FROM webhook_deliveries WHERE webhook_id = ?');
  const enabled = db.prepare<[], { id: number }>('SELECT id FROM webhooks WHERE enabled = 1 ORDER BY id');
  const due = db.prepare<[number, number, number], DueRow>(
    steady(`
    SELECT d.id, d.webhook_id, w.url, w.secret, d.since, d.attempts, d.type, d.at, d.data
    FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
    WHERE d.webhook_id = ? AND d.delivered IS NULL AND d.due_at <= ? ORDER BY d.due_at, d.id LIMIT ?`),
  );
  const attempt = db.prepare(`
    UPDATE webhook_deliveries SET attempts = attempts + 1, outcome = ?, delivered = ?, finished_at = ?, due_at = ?
    WHERE id = ? AND delivered IS NULL`);
  const giveUp = db.prepare(`
    UPDATE webhook_deliveries
    SET delivered = 0, finished_at = ?, outcome = coalesce(outcome || '; ', '') || 'given up after a day'
    WHERE id IN (SELECT id FROM webhook_deliveries WHERE delivered IS NULL AND since < ? LIMIT ${TIDY})`);

  const noted = (id: number, note: Noted): AuditNote => ({ ...note, subject: `webhook:${id}` });
  const differs = (id: number, version: number | undefined): 'unknown' | 'changed' | undefined => {
    const now = versionOf.get(id);
    if (now === undefined) return 'unknown';
    return version === undefined || version === now ? undefined : 'changed';
  };

  return {
    createWebhook: (one: WebhookDefinition, secret: string, note: Noted): number => {
      const { name, url, enabled } = one;
      const row = {
        name,
        url,
        events: JSON.stringify(one.events),
        secret,
        enabled: enabled ? 1 : 0,
        at: note.at,
      };
      const id = Number(insert.get(row));
      record(noted(id, note));
      return id;
    },
    replaceWebhook: (
      id: number,
      one: WebhookDefinition,
      version: number | undefined,
      note: Noted,
    ): 'done' | 'unknown' | 'changed' => {
      const other = differs(id, version);
      if (other !== undefined) return other;
      const on = one.enabled ? 1 : 0;
      replace.run(one.name, one.url, JSON.stringify(one.events), on, on, id);
      record(noted(id, note));
      return 'done';
    },
    removeWebhook: (id: number, version: number | undefined, note: Noted): Removal => {
      const other = differs(id, version);
      if (other !== undefined) return other;
      remove.run(id);
      removeDeliveries.run(id);
      record(noted(id, note));
      return 'removed';
    },
    dueDeliveries: (nowMs: number, ofEach: number): readonly DueDelivery[] =>
      enabled.all().flatMap(({ id }) =>
        due.all(id, nowMs, ofEach).map(({ webhook_id: webhook, type, at, data, ...row }) => ({
          ...row,
          webhook,
          event: { type, at, data: JSON.parse(data) as DueDelivery['event']['data'] },
        })),
      ),
    keepAttempts: (attempts: readonly Attempted[]): void => {
      for (const { id, at, outcome, state, dueAt } of attempts) {
        if (state === undefined) attempt.run(outcome, null, null, dueAt, id);
        else attempt.run(outcome, state === 'delivered' ? 1 : 0, at, dueAt, id);
      }
    },
    giveUpDeliveries: (sinceMs: number, nowMs: number): boolean => giveUp.run(nowMs, sinceMs).changes > 0,
  };
};
