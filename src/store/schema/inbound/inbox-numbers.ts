/** A migration: once released, its statements are never changed. */
export const inboxNumbers = `
  -- The sender as E.164, however the carrier wrote it; NULL: not handled yet, handled before there was this column, a
  -- name or a short code.
  ALTER TABLE inbox ADD COLUMN number TEXT;
`;
