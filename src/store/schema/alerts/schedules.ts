/** Schedules and their planned times. A migration: once released, its statements are never changed. */
export const schedulesSchema = `
  CREATE TABLE schedules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  -- One row for each planned time, written before anything is launched, so that no planned time launches twice.
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
