/** The alarms of the gateway about itself. A migration: once released, its statements are never changed. */
export const alarmsSchema = `
  -- One row for each id; it stays when the alarm has ended. acknowledged, silence, told_at: JSON.
  CREATE TABLE alarms (
    id TEXT PRIMARY KEY,
    serial INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT,
    name TEXT,
    severity TEXT NOT NULL,
    reason TEXT,
    since INTEGER NOT NULL,
    raised_at INTEGER NOT NULL,
    times INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    ended_at INTEGER,
    acknowledged TEXT,
    silence TEXT,
    told_at TEXT NOT NULL,
    tellings INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- The last run of the gateway, in one row. stopped_at is null while it runs, and after it was cut off.
  CREATE TABLE last_run (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    started_at INTEGER NOT NULL,
    stopped_at INTEGER
  ) STRICT;
`;
