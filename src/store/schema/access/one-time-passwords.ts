/**
 * When one-time passwords end. Those that wait for their first use get 72 hours from now. A migration: once released,
 * its statements are never changed.
 */
export const oneTimePasswords = `
-- Only of a one-time password; ms since the epoch.
ALTER TABLE user_passwords ADD COLUMN expires_at INTEGER;
UPDATE user_passwords SET expires_at = (unixepoch() + 259200) * 1000 WHERE must_change = 1;
`;
