/** Opt-ins by SMS: those that wait for their code, and the proofs. A migration: once released, it is never changed. */
export const optInsBySms = `
CREATE TABLE pending_opt_ins (
  number TEXT NOT NULL,
  list_id INTEGER NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  route TEXT NOT NULL,
  question TEXT NOT NULL,
  code TEXT NOT NULL,
  wrong INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (number, list_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_opt_ins_by_end ON pending_opt_ins (expires_at);
-- By what it can be shown that the owner of a phone joined a list.
CREATE TABLE opt_in_proofs (
  number TEXT NOT NULL,
  list_id INTEGER NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  route TEXT NOT NULL,
  question TEXT,
  answer TEXT,
  answered_at INTEGER,
  PRIMARY KEY (number, list_id)
) STRICT, WITHOUT ROWID;
`;
