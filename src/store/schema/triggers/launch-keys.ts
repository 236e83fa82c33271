/**
 * The index that finds a launch by its idempotency key. A migration: once released, its statements are never changed.
 */
export const launchKeys = `
CREATE INDEX alerts_by_launch_key ON alerts (launch_key) WHERE launch_key IS NOT NULL;
`;
