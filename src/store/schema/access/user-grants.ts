/**
 * Who gave users their phones and roles. Users from before have no entry: nothing is held of them. A migration: once
 * released, its statements are never changed.
 */
export const userGrants = `
-- what: phone, or a role. by_id: who gave it last.
CREATE TABLE user_grants (
  user_id INTEGER NOT NULL,
  what TEXT NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (user_id, what)
) STRICT, WITHOUT ROWID;
`;
