/**
 * How far the escalation of an alert has come, as JSON, and which step of it a wave is for. A migration: once released,
 * its statements are never changed.
 */
export const escalationSchema = `
ALTER TABLE alerts ADD COLUMN escalation TEXT;
ALTER TABLE alert_waves ADD COLUMN step INTEGER;
`;
