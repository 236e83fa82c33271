/**
 * Which line of an alert's log makes which event, and that a message from a phone makes one, stood in triggers. The steps
 * write their events themselves now, in the same commit. A migration: landed, so never edited, only followed.
 */
export const stepsTell = `
DROP TRIGGER alert_log_told;
DROP TRIGGER inbox_told;
`;
