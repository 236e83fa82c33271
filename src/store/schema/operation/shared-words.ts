/**
 * Says in words that SQLite and PostgreSQL share what earlier migrations said in those of SQLite. A migration: once
 * released, its statements are never changed.
 */
export const sharedWords = `
DROP TRIGGER inbox_part_kept;
CREATE TRIGGER inbox_part_kept AFTER INSERT ON inbox_parts BEGIN
  INSERT INTO inbox_sets (route, sender, reference, total, parts, last_at)
    VALUES (new.route, new.sender, new.reference, new.total, 1, new.at)
  ON CONFLICT (route, sender, reference, total)
    DO UPDATE SET parts = inbox_sets.parts + 1, last_at = max(inbox_sets.last_at, excluded.last_at);
END;
DROP TRIGGER inbox_set_begun;
CREATE TRIGGER inbox_set_begun AFTER INSERT ON inbox_sets BEGIN
  INSERT INTO kept_counts (kind, route, kept) VALUES ('incomplete', new.route, 1)
  ON CONFLICT (kind, route) DO UPDATE SET kept = kept_counts.kept + 1;
END;
DROP TRIGGER unmatched_receipt_kept;
CREATE TRIGGER unmatched_receipt_kept AFTER INSERT ON unmatched_receipts BEGIN
  INSERT INTO kept_counts (kind, route, kept) VALUES ('unmatched', new.route, 1)
  ON CONFLICT (kind, route) DO UPDATE SET kept = kept_counts.kept + 1;
END;

-- What comes out of JSON is a text in PostgreSQL.
DROP INDEX alerts_due;
CREATE INDEX alerts_due ON alerts (state, CAST(json_extract(draft, '$.scheduledAt') AS BIGINT));
DROP INDEX alerts_expiring;
CREATE INDEX alerts_expiring ON alerts (state, CAST(json_extract(draft, '$.expiresAt') AS BIGINT));
`;
