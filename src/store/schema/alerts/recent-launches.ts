/** By what a second launch of the same is recognised. A migration: once released, its statements never change. */
export const recentLaunches = `
  ALTER TABLE alerts ADD COLUMN went_out_at INTEGER;
  ALTER TABLE alerts ADD COLUMN same_scenario TEXT;
  ALTER TABLE alerts ADD COLUMN same_texts TEXT;
  CREATE INDEX alerts_went_out ON alerts (went_out_at) WHERE went_out_at IS NOT NULL;
`;
