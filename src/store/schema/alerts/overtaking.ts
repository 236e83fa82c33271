/** A migration: once released, its statements are never changed. */
export const overtakingSchema = `
  -- 1: what earlier waves have queued is still to be taken back, and made anew in this wave.
  ALTER TABLE alert_waves ADD COLUMN overtaking INTEGER NOT NULL DEFAULT 0;
`;
