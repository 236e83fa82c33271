/**
 * The answer and the receipt of nearly every message stand in its own row. A migration: once released, its statements
 * are never changed.
 */
export const ownParts = `
-- The only part of a message whose first attempt was accepted, and its receipt: the columns of the same names in parts.
-- Its route is messages.route, and messages.sent_at is when it was accepted. Such a message is never queued again. All
-- other parts are rows of parts: a row for each message took a third of all that was written for it.
ALTER TABLE messages ADD COLUMN carrier TEXT;
ALTER TABLE messages ADD COLUMN carrier_ref TEXT;
ALTER TABLE messages ADD COLUMN receipt_state INTEGER;
ALTER TABLE messages ADD COLUMN receipt_at INTEGER;
ALTER TABLE messages ADD COLUMN receipt_reason TEXT;
ALTER TABLE messages ADD COLUMN receipt_evidence TEXT;
CREATE INDEX messages_awaiting ON messages (coalesce(nullif(ltrim(carrier_ref, '0'), ''), '0'), carrier)
  WHERE carrier_ref IS NOT NULL AND receipt_state IS NULL;
-- The parts of all messages, wherever they are kept.
CREATE VIEW all_parts AS
  SELECT message_id, attempt, part, route, carrier, carrier_ref, accepted_at,
         receipt_state, receipt_at, receipt_reason, receipt_evidence FROM parts
  UNION ALL
  SELECT id, CAST(1 AS BIGINT), CAST(1 AS BIGINT), route, carrier, carrier_ref, sent_at,
         receipt_state, receipt_at, receipt_reason, receipt_evidence FROM messages WHERE carrier_ref IS NOT NULL;
`;
