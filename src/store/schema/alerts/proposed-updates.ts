/** Updates that wait for a second person. A migration: once released, its statements are never changed. */
export const proposedUpdates = `
ALTER TABLE alerts ADD COLUMN proposed_update TEXT;

-- The trigger is replaced by one that knows the steps of a proposed update too.
DROP TRIGGER alert_log_told;
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
           WHEN 'approveUpdate' THEN 'updated' WHEN 'breakGlassUpdate' THEN 'updated'
           WHEN 'proposeUpdate' THEN 'updateProposed' WHEN 'rejectUpdate' THEN 'updateRejected'
           WHEN 'complete' THEN 'completed' WHEN 'expire' THEN 'expired' ELSE new.action END,
         json_object('alert', a.id, 'title', json_extract(a.draft, '$.title'), 'kind', json_extract(a.draft, '$.kind'),
                     'severity', json_extract(a.draft, '$.severity'), 'state', a.state, 'by', new.actor_name,
                     'action', new.action, 'detail', new.detail)
  FROM alerts a WHERE a.id = new.alert_id;
END;
`;
