/** A migration: once released, its statements are never changed. */
export const waveMeaning = `
  -- JSON: what the segments and areas of the audience stood for at the launch. NULL: they count as they are now.
  ALTER TABLE alert_waves ADD COLUMN meaning TEXT;
`;
