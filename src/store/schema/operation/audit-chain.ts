/** The chain of the audit log. A migration: once released, its statements are never changed. */
export const auditChain = `
-- chain/chain-old-audit.ts moves the rows into the chain, some at a time, and drops this table at the end.
ALTER TABLE audit RENAME TO audit_unchained;
DROP INDEX audit_by_subject;
DROP INDEX audit_by_actor;
DROP INDEX audit_exports;
-- Ids are never given twice (AUTOINCREMENT). detail: JSON. Salts, seals and hash: src/domain/operation/audit-chain.ts.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  actor_salt TEXT,
  subject_salt TEXT,
  detail_salt TEXT,
  actor_seal TEXT NOT NULL,
  subject_seal TEXT NOT NULL,
  detail_seal TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject, id);
CREATE INDEX audit_by_actor ON audit (actor, id);
CREATE INDEX audit_exports ON audit (detail ->> '$.sha256', id) WHERE action IN ('alert.export', 'report.export');

-- What was deleted by age: how many rows in all, up to which id, and the hash of the last one.
CREATE TABLE audit_anchor (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  through_id INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_only_at_end AFTER INSERT ON audit
WHEN new.id < (SELECT max(id) FROM audit) OR new.id <= coalesce((SELECT through_id FROM audit_anchor), 0) BEGIN
  SELECT RAISE(ABORT, 'the audit log takes rows only at its end');
END;
-- Only an erasure changes a row: it removes the salt of what it changes, and the seals stay.
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit
WHEN NOT (
  new.id IS old.id AND new.at IS old.at AND new.action IS old.action AND new.hash IS old.hash
  AND new.actor_seal IS old.actor_seal AND new.subject_seal IS old.subject_seal AND new.detail_seal IS old.detail_seal
  AND (new.actor_salt IS NULL OR (new.actor_salt IS old.actor_salt AND new.actor IS old.actor
                                  AND new.actor_name IS old.actor_name))
  AND (new.subject_salt IS NULL OR (new.subject_salt IS old.subject_salt AND new.subject IS old.subject))
  AND (new.detail_salt IS NULL OR (new.detail_salt IS old.detail_salt AND new.detail IS old.detail))
) BEGIN
  SELECT RAISE(ABORT, 'rows of the audit log are not changed');
END;
-- Only what the anchor has is deleted, and the anchor moves on by one row at a time, from the old end.
CREATE TRIGGER audit_cut BEFORE DELETE ON audit
WHEN old.id > coalesce((SELECT through_id FROM audit_anchor), 0) BEGIN
  SELECT RAISE(ABORT, 'rows of the audit log are deleted by age only');
END;
CREATE TRIGGER audit_anchor_begins BEFORE INSERT ON audit_anchor
WHEN NOT EXISTS (SELECT 1 FROM audit_anchor) AND NOT (
  new.rows = 1 AND new.through_id IS (SELECT min(id) FROM audit)
  AND new.hash IS (SELECT hash FROM audit WHERE id = new.through_id)) BEGIN
  SELECT RAISE(ABORT, 'the anchor of the audit log follows its oldest row');
END;
CREATE TRIGGER audit_anchor_moves BEFORE UPDATE ON audit_anchor
WHEN NOT (
  new.rows = old.rows + 1 AND new.through_id IS (SELECT min(id) FROM audit)
  AND new.hash IS (SELECT hash FROM audit WHERE id = new.through_id)) BEGIN
  SELECT RAISE(ABORT, 'the anchor of the audit log follows its oldest row');
END;
CREATE TRIGGER audit_anchor_stays BEFORE DELETE ON audit_anchor BEGIN
  SELECT RAISE(ABORT, 'the anchor of the audit log is not deleted');
END;
`;
