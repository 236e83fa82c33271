/**
 * Drops the triggers that stored events about the steps of alerts and about messages from phones: the code now stores
 * these events, in the same commit. A migration: once released, its statements are never changed.
 */
export const stepsTell = `
DROP TRIGGER alert_log_told;
DROP TRIGGER inbox_told;
`;
