/** Alerts are found by their times. A migration: landed, so never edited, only followed. */
export const alertsDue = `
CREATE INDEX alerts_due ON alerts (state, json_extract(draft, '$.scheduledAt'));
CREATE INDEX alerts_expiring ON alerts (state, json_extract(draft, '$.expiresAt'));
`;
