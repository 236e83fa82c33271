/** Launches are found by their keys. A migration: landed, so never edited, only followed. */
export const launchKeys = `
CREATE INDEX alerts_by_launch_key ON alerts (launch_key) WHERE launch_key IS NOT NULL;
`;
