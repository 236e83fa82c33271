/** A migration: landed, so never edited, only followed. */
export const reportsSchema = `
  -- What is left of an alert when its messages are deleted.
  CREATE TABLE alert_reports (
    alert_id INTEGER PRIMARY KEY,
    counted_at INTEGER NOT NULL,
    figures TEXT NOT NULL,
    purged INTEGER NOT NULL DEFAULT 0
  ) STRICT;
`;
