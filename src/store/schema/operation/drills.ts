/** Drills and their runs. A migration: once released, its statements are never changed. */
export const drillsSchema = `
  CREATE TABLE drills (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  -- The last planned time that was taken. The runs would not do: they are deleted when they are old.
  CREATE TABLE drill_times (drill_id INTEGER PRIMARY KEY, planned_until INTEGER NOT NULL) STRICT;
  CREATE TRIGGER drills_gone AFTER DELETE ON drills BEGIN
    DELETE FROM drill_times WHERE drill_id = old.id;
  END;
  CREATE TABLE drill_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    drill_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    planned_at INTEGER,
    started_by TEXT,
    started_at INTEGER NOT NULL,
    within_ms INTEGER NOT NULL,
    until TEXT NOT NULL,
    interrupted INTEGER NOT NULL DEFAULT 0,
    result TEXT NOT NULL,
    reason TEXT,
    finished_at INTEGER,
    -- JSON, what is said of each route.
    routes TEXT NOT NULL DEFAULT '[]'
  ) STRICT;
  -- One run of a drill at a time, whoever begins it.
  CREATE UNIQUE INDEX drill_runs_running ON drill_runs (drill_id) WHERE finished_at IS NULL;
  CREATE INDEX drill_runs_by_drill ON drill_runs (drill_id, id);
  CREATE INDEX drill_runs_finished ON drill_runs (finished_at) WHERE finished_at IS NOT NULL;
  -- What a run measures. The figures are filled in as it finishes: they outlive the messages.
  CREATE TABLE drill_targets (
    run_id INTEGER NOT NULL,
    route TEXT NOT NULL,
    number TEXT NOT NULL,
    message_id INTEGER,
    accepted_at INTEGER,
    sent_at INTEGER,
    delivered_at INTEGER,
    outcome TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (run_id, route, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX drill_targets_by_number ON drill_targets (number);
  CREATE TRIGGER drill_runs_gone AFTER DELETE ON drill_runs BEGIN
    DELETE FROM drill_targets WHERE run_id = old.id;
  END;
`;
