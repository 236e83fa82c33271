/**
 * Which users are which persons of a provider of single sign-on. A migration: once released, its statements are never
 * changed.
 */
export const userIdentities = `
-- value: what the claim must say at the first sign-in. subject: who signed in first, and the only one who may since.
CREATE TABLE user_identities (
  user_id INTEGER PRIMARY KEY,
  issuer TEXT NOT NULL,
  claim TEXT NOT NULL,
  value TEXT NOT NULL,
  subject TEXT,
  linked_at INTEGER NOT NULL,
  first_used_at INTEGER
) STRICT;
CREATE UNIQUE INDEX user_identities_by_value ON user_identities (issuer, claim, value);
CREATE UNIQUE INDEX user_identities_by_subject ON user_identities (issuer, subject) WHERE subject IS NOT NULL;
`;
