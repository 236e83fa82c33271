/** What the ears heard. A migration: once released, its statements are never changed. */
export const earsSchema = `
  CREATE TABLE heard_parts (
    id INTEGER PRIMARY KEY,
    ear TEXT NOT NULL,
    sender TEXT NOT NULL,
    reference INTEGER,
    total INTEGER NOT NULL,
    part INTEGER NOT NULL,
    text TEXT NOT NULL,
    -- Our message; NULL until another part of the same set tells which message it is.
    message_id INTEGER,
    at INTEGER NOT NULL,
    fingerprint TEXT
  ) STRICT;
  CREATE INDEX heard_parts_by_message ON heard_parts (message_id) WHERE message_id IS NOT NULL;
  CREATE INDEX heard_parts_by_set ON heard_parts (ear, sender, reference, total);
  CREATE INDEX heard_parts_by_age ON heard_parts (at);
  CREATE UNIQUE INDEX heard_parts_once ON heard_parts (ear, fingerprint) WHERE fingerprint IS NOT NULL;
  -- JSON: what the ear heard of the message.
  ALTER TABLE drill_targets ADD COLUMN heard TEXT;
`;
