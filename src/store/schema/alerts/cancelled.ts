/** When alerts were taken back. A migration: once released, its statements are never changed. */
export const alertsCancelled = `
ALTER TABLE alerts ADD COLUMN cancelled_at INTEGER;
UPDATE alerts SET cancelled_at = (
  SELECT min(started_at) FROM alert_waves w WHERE w.alert_id = alerts.id AND w.kind = 'cancel'
);
`;
