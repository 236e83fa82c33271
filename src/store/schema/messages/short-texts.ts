/** Which messages of alerts have the short text, and which waves have gone over to it. */
export const shortTexts = `
ALTER TABLE messages ADD COLUMN short INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alert_waves ADD COLUMN short INTEGER NOT NULL DEFAULT 0;
`;
