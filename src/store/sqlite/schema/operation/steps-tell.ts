/**
 * The steps of alerts, and messages from phones, write their own events now, in the same commit. Triggers made these
 * events before. A migration: once released, its statements are never changed.
 */
export const stepsTell = `
DROP TRIGGER alert_log_told;
DROP TRIGGER inbox_told;
`;
