/** Pages of cases with their codes, and what became of them. A migration: once released, it is never changed. */
export const caseCodes = `
  -- One message of a page to one phone. case_id 0: it tells of several cases together, and has no code.
  CREATE TABLE case_pages (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL,
    phone TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- How long its code works, of which there is only a hash.
    until INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    code_salt BLOB,
    code_hash BLOB,
    wrong INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER,
    ended_as TEXT,
    -- The SMS that used the code last.
    used_by TEXT,
    -- 1: all messages of the page have ended.
    settled INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX case_pages_by_case ON case_pages (case_id, phone, id);
  CREATE INDEX case_pages_by_phone ON case_pages (phone, id);
  CREATE INDEX case_pages_by_age ON case_pages (at);
  CREATE INDEX case_pages_open ON case_pages (until) WHERE ended_at IS NULL AND code_hash IS NOT NULL;
  CREATE INDEX case_pages_unsettled ON case_pages (case_id, at) WHERE settled = 0;
  -- Wrong codes by SMS. reference: the SMS, which may be handled again after a crash.
  CREATE TABLE case_wrong_codes (
    reference TEXT PRIMARY KEY,
    case_id INTEGER NOT NULL,
    phone TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX case_wrong_codes_by_phone ON case_wrong_codes (phone, at);
  CREATE INDEX case_wrong_codes_by_age ON case_wrong_codes (at);
  -- Since when nobody could be paged for an open case, and how often that was tried in a row.
  ALTER TABLE cases ADD COLUMN unpaged_since INTEGER;
  ALTER TABLE cases ADD COLUMN unpaged INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX cases_unpaged ON cases (unpaged_since) WHERE unpaged_since IS NOT NULL;
`;
