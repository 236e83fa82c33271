/** Webhooks, and the events on their way to them. A migration: once released, its statements are never changed. */
export const webhooksSchema = `
-- events: JSON, types of events or prefixes of them. Deliveries are signed with the secret, so it is kept in clear.
CREATE TABLE webhooks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  secret TEXT NOT NULL,
  enabled INTEGER NOT NULL,
  disabled_reason TEXT,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  skipped INTEGER NOT NULL DEFAULT 0
) STRICT;

-- An event on its way to a webhook. Ids are never given twice: the receiver gets them as webhook-id, and knows by
-- them what it had before.
CREATE TABLE webhook_deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  webhook_id INTEGER NOT NULL,
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  data TEXT NOT NULL,
  -- When it was first asked for, or asked for again.
  since INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  outcome TEXT,
  -- NULL: it waits; 1: delivered, 0: given up.
  delivered INTEGER,
  finished_at INTEGER
) STRICT;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, due_at, id) WHERE delivered IS NULL;
CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_old ON webhook_deliveries (since) WHERE delivered IS NULL;
CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (finished_at) WHERE delivered IS NOT NULL;

-- Writes the entry of the audit log and the event of each step of an alert, in the commit of the step.
CREATE TRIGGER alert_log_told AFTER INSERT ON alert_log BEGIN
  INSERT INTO audit (at, actor, actor_name, action, subject, detail)
  SELECT new.at, new.actor, new.actor_name, 'alert.' || new.action, 'alert:' || a.id,
         -- Without a detail that is null (RFC 7396).
         json_patch('{}', json_object('state', a.state, 'detail', new.detail))
  FROM alerts a WHERE a.id = new.alert_id;
  INSERT INTO happenings (at, type, data)
  SELECT new.at,
         'alert.' || CASE new.action
           WHEN 'create' THEN 'created' WHEN 'edit' THEN 'edited' WHEN 'submit' THEN 'submitted'
           WHEN 'approve' THEN 'approved' WHEN 'return' THEN 'returned' WHEN 'reject' THEN 'rejected'
           WHEN 'schedule' THEN 'scheduled' WHEN 'launch' THEN 'launched'
           WHEN 'breakGlass' THEN CASE a.state WHEN 'scheduled' THEN 'scheduled' ELSE 'launched' END
           WHEN 'pause' THEN 'paused' WHEN 'resume' THEN 'resumed' WHEN 'stop' THEN 'stopped'
           WHEN 'update' THEN 'updated' WHEN 'cancel' THEN 'cancelled' WHEN 'resend' THEN 'resent'
           WHEN 'complete' THEN 'completed' WHEN 'expire' THEN 'expired' ELSE new.action END,
         json_object('alert', a.id, 'title', json_extract(a.draft, '$.title'), 'kind', json_extract(a.draft, '$.kind'),
                     'severity', json_extract(a.draft, '$.severity'), 'state', a.state, 'by', new.actor_name,
                     'action', new.action, 'detail', new.detail)
  FROM alerts a WHERE a.id = new.alert_id;
END;

-- One event for each message from a phone: its parts are joined before.
CREATE TRIGGER inbox_told AFTER INSERT ON inbox BEGIN
  INSERT INTO happenings (at, type, data)
  VALUES (new.at, 'inbox.received', json_object('inboxId', new.id, 'route', new.route, 'from', new.sender,
                                                'to', new.recipient, 'text', new.text));
END;
`;
