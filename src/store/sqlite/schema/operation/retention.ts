/** A migration: landed, so never edited, only followed. */
export const retentionSchema = `
  -- Since when the rows of its people go, or are gone: its figures are in alert_reports, and no wave follows.
  ALTER TABLE alerts ADD COLUMN emptied_at INTEGER;
  -- What the nightly purge knows of itself. One row; removed: JSON, rows by kind.
  CREATE TABLE retention (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    believed_at INTEGER NOT NULL,
    done_until INTEGER NOT NULL,
    ended_at INTEGER,
    duration_ms INTEGER,
    removed TEXT
  ) STRICT;
`;
