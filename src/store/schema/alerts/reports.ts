/** A migration: once released, its statements are never changed. */
export const reportsSchema = `
  -- The figures of an alert, which stay when its messages are deleted.
  CREATE TABLE alert_reports (
    alert_id INTEGER PRIMARY KEY,
    counted_at INTEGER NOT NULL,
    figures TEXT NOT NULL,
    purged INTEGER NOT NULL DEFAULT 0
  ) STRICT;
`;
