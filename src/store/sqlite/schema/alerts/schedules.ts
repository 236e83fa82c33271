/** A migration: landed, so never edited, only followed. */
export const schedulesSchema = `
  CREATE TABLE schedules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  -- One row a planned time: it is taken before anything is launched, so it can't be launched twice.
  CREATE TABLE schedule_fires (
    schedule_id INTEGER NOT NULL,
    planned_at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    alert INTEGER,
    detail TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (schedule_id, planned_at)
  ) STRICT, WITHOUT ROWID;
`;
