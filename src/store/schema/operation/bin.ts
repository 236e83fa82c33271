/** What was removed, for as long as it can be restored. A migration: once released, its statements never change. */
export const binSchema = `
  -- thing: the id that it had in the table of its kind, and gets back.
  CREATE TABLE bin (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    thing INTEGER NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    removed_at INTEGER NOT NULL,
    removed_by TEXT NOT NULL,
    removed_name TEXT NOT NULL,
    UNIQUE (kind, thing)
  ) STRICT;
`;
