/** Indexes that find alerts by their times. A migration: once released, its statements are never changed. */
export const alertsDue = `
CREATE INDEX alerts_due ON alerts (state, json_extract(draft, '$.scheduledAt'));
CREATE INDEX alerts_expiring ON alerts (state, json_extract(draft, '$.expiresAt'));
`;
