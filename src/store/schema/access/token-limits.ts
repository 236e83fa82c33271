/**
 * Limits of tokens, what they have sent and when they were last used, and tokens that were revoked. A migration: once
 * released, its statements are never changed.
 */
export const tokenLimits = `
-- JSON, as in src/domain/access/token-limits.ts.
ALTER TABLE tokens ADD COLUMN limits TEXT NOT NULL DEFAULT '{}';
ALTER TABLE tokens ADD COLUMN expires_at INTEGER;
-- minute and day: since the epoch.
CREATE TABLE token_use (
  token_id TEXT PRIMARY KEY,
  last_used_at INTEGER,
  minute INTEGER NOT NULL DEFAULT 0,
  in_minute INTEGER NOT NULL DEFAULT 0,
  day INTEGER NOT NULL DEFAULT 0,
  in_day INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
-- withdraw: its queued messages are withdrawn, also those that come back into the queue later. swept_at: when the whole
-- queue was last looked through for them.
CREATE TABLE revoked_tokens (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  user_id INTEGER,
  revoked_at INTEGER NOT NULL,
  withdraw INTEGER NOT NULL,
  swept_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX revoked_tokens_unswept ON revoked_tokens (revoked_at) WHERE withdraw = 1;
`;
