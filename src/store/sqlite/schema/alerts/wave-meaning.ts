/** A migration: landed, so never edited, only followed. */
export const waveMeaning = `
  -- JSON: what the audience's segments and areas stood for at the launch. NULL: as they are.
  ALTER TABLE alert_waves ADD COLUMN meaning TEXT;
`;
