/** When old rows were deleted, and how many. A migration: once released, its statements are never changed. */
export const retentionSchema = `
  -- When the deletion of its people's rows began. From then on its figures are in alert_reports, and no wave can
  -- begin.
  ALTER TABLE alerts ADD COLUMN emptied_at INTEGER;
  -- The state of the nightly purge, in one row. removed: JSON, rows by kind.
  CREATE TABLE retention (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    believed_at INTEGER NOT NULL,
    done_until INTEGER NOT NULL,
    ended_at INTEGER,
    duration_ms INTEGER,
    removed TEXT
  ) STRICT;
`;
