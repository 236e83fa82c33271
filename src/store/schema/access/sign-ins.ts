/**
 * Passwords, second factors and sessions of users. A migration: once released, its statements are never changed.
 */
export const signInSchema = `
-- n, r, p: the cost of scrypt. must_change: it is a one-time password. version grows with each change.
CREATE TABLE user_passwords (
  user_id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  salt BLOB NOT NULL,
  n INTEGER NOT NULL,
  r INTEGER NOT NULL,
  p INTEGER NOT NULL,
  must_change INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
-- last_step: the newest 30-second step (RFC 6238) whose code was used; null: the secret is not confirmed yet.
CREATE TABLE user_factors (user_id INTEGER PRIMARY KEY, secret BLOB NOT NULL, last_step INTEGER) STRICT;
CREATE TABLE recovery_codes (
  user_id INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;
-- id_hash: SHA-256 of the session's id.
CREATE TABLE sessions (
  id_hash BLOB PRIMARY KEY,
  user_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  confirmed_at INTEGER NOT NULL,
  address TEXT NOT NULL,
  browser TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id, created_at);
-- Where users have signed in from: a flood of wrong passwords doesn't keep them out there.
CREATE TABLE sign_in_addresses (
  user_id INTEGER NOT NULL,
  address TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (user_id, address)
) STRICT, WITHOUT ROWID;
`;
