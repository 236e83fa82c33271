/** Acts of admins that wait for another admin. A migration: once released, its statements are never changed. */
export const pendingActs = `
-- kind: create, replace or enable. roles: JSON. version: of the user. until: ms since the epoch.
CREATE TABLE pending_acts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,
  language TEXT NOT NULL,
  phone TEXT,
  version INTEGER,
  hash TEXT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_name TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  until INTEGER NOT NULL
) STRICT;
`;
