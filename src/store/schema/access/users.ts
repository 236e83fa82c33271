/**
 * Users, and whom tokens belong to. A migration: once released, its statements are never changed.
 */
export const usersSchema = `
-- name_key: the name in the form in which names are compared. roles: JSON.
CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  roles TEXT NOT NULL,
  language TEXT NOT NULL,
  phone TEXT,
  disabled_at INTEGER,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX users_by_phone ON users (phone) WHERE phone IS NOT NULL AND disabled_at IS NULL;
ALTER TABLE tokens ADD COLUMN user_id INTEGER;
-- The first token that had each name. A row stays when its token is revoked: a later token of that name is the same
-- person, and may not approve what the earlier one wrote.
CREATE TABLE token_names (name_key TEXT PRIMARY KEY, id TEXT NOT NULL) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO token_names (name_key, id)
  SELECT lower(trim(name)), id FROM tokens ORDER BY created_at, id;
`;
