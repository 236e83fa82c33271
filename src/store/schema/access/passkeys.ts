/** Passkeys of users. A migration: once released, its statements are never changed. */
export const passkeysSchema = `
-- handle: what the authenticator knows the user by, random; the same for all passkeys of a user.
-- counter: the greatest count of signatures that was seen; 0: the authenticator doesn't count.
-- cloned_at: when the count last went back and the user was told. transports: a JSON array.
CREATE TABLE passkeys (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  credential_id BLOB NOT NULL UNIQUE,
  handle BLOB NOT NULL,
  public_key BLOB NOT NULL,
  counter INTEGER NOT NULL,
  transports TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  cloned_at INTEGER
) STRICT;
CREATE INDEX passkeys_by_user ON passkeys (user_id);
`;
