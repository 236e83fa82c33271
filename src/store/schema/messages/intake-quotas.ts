/**
 * Counts of incomplete messages and unmatched receipts, for the quotas. A migration: once released, its statements are
 * never changed.
 */
export const intakeQuotas = `
  -- How many rows of each kind are kept, by route, so that a quota costs one lookup however much is kept. kind:
  -- incomplete (rows of inbox_sets) or unmatched (rows of unmatched_receipts).
  CREATE TABLE kept_counts (
    kind TEXT NOT NULL,
    route TEXT NOT NULL,
    kept INTEGER NOT NULL,
    PRIMARY KEY (kind, route)
  ) STRICT, WITHOUT ROWID;

  -- One row for each long message with parts in inbox_parts. Triggers keep it, since retention and erasure delete
  -- parts too.
  CREATE TABLE inbox_sets (
    route TEXT NOT NULL,
    sender TEXT NOT NULL,
    reference INTEGER NOT NULL,
    total INTEGER NOT NULL,
    -- How many parts are there, and when the last of them came.
    parts INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (route, sender, reference, total)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX inbox_sets_by_age ON inbox_sets (last_at);
  CREATE INDEX inbox_sets_by_route ON inbox_sets (route, last_at);
  CREATE TRIGGER inbox_set_begun AFTER INSERT ON inbox_sets BEGIN
    INSERT INTO kept_counts (kind, route, kept) VALUES ('incomplete', new.route, 1)
    ON CONFLICT (kind, route) DO UPDATE SET kept = kept + 1;
  END;
  CREATE TRIGGER inbox_set_ended AFTER DELETE ON inbox_sets BEGIN
    UPDATE kept_counts SET kept = kept - 1 WHERE kind = 'incomplete' AND route = old.route;
  END;
  INSERT INTO inbox_sets (route, sender, reference, total, parts, last_at)
    SELECT route, sender, reference, total, count(*), max(at) FROM inbox_parts GROUP BY route, sender, reference, total;
  CREATE TRIGGER inbox_part_kept AFTER INSERT ON inbox_parts BEGIN
    INSERT INTO inbox_sets (route, sender, reference, total, parts, last_at)
      VALUES (new.route, new.sender, new.reference, new.total, 1, new.at)
    ON CONFLICT (route, sender, reference, total)
      DO UPDATE SET parts = parts + 1, last_at = max(last_at, excluded.last_at);
  END;
  CREATE TRIGGER inbox_part_gone AFTER DELETE ON inbox_parts BEGIN
    UPDATE inbox_sets SET parts = parts - 1
      WHERE route = old.route AND sender = old.sender AND reference = old.reference AND total = old.total;
    DELETE FROM inbox_sets
      WHERE route = old.route AND sender = old.sender AND reference = old.reference AND total = old.total AND parts = 0;
  END;
  -- Finds the last messages of a sender, which tell a repeated part from the first part of a new message.
  CREATE INDEX inbox_by_sender ON inbox (sender, id);

  INSERT INTO kept_counts (kind, route, kept)
    SELECT 'unmatched', route, count(*) FROM unmatched_receipts GROUP BY route;
  CREATE TRIGGER unmatched_receipt_kept AFTER INSERT ON unmatched_receipts BEGIN
    INSERT INTO kept_counts (kind, route, kept) VALUES ('unmatched', new.route, 1)
    ON CONFLICT (kind, route) DO UPDATE SET kept = kept + 1;
  END;
  CREATE TRIGGER unmatched_receipt_gone AFTER DELETE ON unmatched_receipts BEGIN
    UPDATE kept_counts SET kept = kept - 1 WHERE kind = 'unmatched' AND route = old.route;
  END;
  CREATE INDEX unmatched_receipts_by_route ON unmatched_receipts (route, id);
`;
