/**
 * A receipt that only its recipient links to a message stays kept until an answer names its id. A migration: once
 * released, its statements are never changed.
 */
export const receiptsByRecipient = `
  -- The message, and the attempt where only one can be meant, that the receipt is taken for by its recipient alone.
  ALTER TABLE unmatched_receipts ADD COLUMN guessed_for INTEGER;
  ALTER TABLE unmatched_receipts ADD COLUMN guessed_attempt INTEGER;
  CREATE INDEX unmatched_receipts_guessed ON unmatched_receipts (guessed_for) WHERE guessed_for IS NOT NULL;
  -- Includes the time, so that a new receipt does not read all old receipts for its phone.
  DROP INDEX unmatched_receipts_by_recipient;
  CREATE INDEX unmatched_receipts_by_recipient ON unmatched_receipts (recipient, at) WHERE recipient IS NOT NULL;

  -- Until when a receipt for the recipient can be for this part, ms since the epoch.
  ALTER TABLE unanswered ADD COLUMN until INTEGER NOT NULL DEFAULT 0;
  UPDATE unanswered SET until = coalesce((SELECT valid_until + 86400000 FROM messages WHERE id = message_id), 0);
  CREATE INDEX unanswered_by_age ON unanswered (recipient, until);

  -- By recipient: a receipt asks which messages to its recipient are under way.
  DROP INDEX messages_sending;
  CREATE INDEX messages_sending ON messages (recipient) WHERE state = 1;
`;
