/** When an alert is over, and its end was offered. A migration: once released, its statements are never changed. */
export const endOffers = `
ALTER TABLE alerts ADD COLUMN ends_at INTEGER;
ALTER TABLE alerts ADD COLUMN end_offered_at INTEGER;
ALTER TABLE alerts ADD COLUMN end_people INTEGER;
CREATE INDEX alerts_ending ON alerts (ends_at) WHERE ends_at IS NOT NULL AND end_offered_at IS NULL;`;
