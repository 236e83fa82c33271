/** A migration: landed, so never edited, only followed. */
export const overtakingSchema = `
  -- 1: what the waves before have queued is still to be taken back, and made anew in this one.
  ALTER TABLE alert_waves ADD COLUMN overtaking INTEGER NOT NULL DEFAULT 0;
`;
