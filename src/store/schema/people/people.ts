/**
 * Contacts, lists, segments, areas and opt-outs; answers that are kept for a repeated POST. A migration: once
 * released, its statements are never changed.
 */
export const peopleSchema = `
-- Ids that audiences name are never given twice (AUTOINCREMENT): a list that is gone must not come back as another.
CREATE TABLE contacts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL,
  name TEXT,
  language TEXT,
  attributes TEXT NOT NULL,
  lat REAL,
  lon REAL,
  postal_code TEXT,
  source TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX contacts_by_number ON contacts (number);
CREATE INDEX contacts_by_position ON contacts (lat, lon) WHERE lat IS NOT NULL;
CREATE INDEX contacts_by_postal_code ON contacts (postal_code) WHERE postal_code IS NOT NULL;

-- definition: JSON of the type of the list in src/domain.
CREATE TABLE lists (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
-- Ordered by number, as audiences are paged.
CREATE TABLE list_members (
  list_id INTEGER NOT NULL,
  number TEXT NOT NULL,
  consent TEXT NOT NULL,
  consent_source TEXT NOT NULL,
  consent_at INTEGER NOT NULL,
  PRIMARY KEY (list_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE segments (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE areas (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- list_id 0: every list.
CREATE TABLE opt_outs (
  number TEXT NOT NULL,
  list_id INTEGER NOT NULL,
  source TEXT NOT NULL,
  evidence TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (number, list_id)
) STRICT, WITHOUT ROWID;

-- The answer to a POST with an Idempotency-Key. Without a status its request is under way, or was when the gateway
-- ended.
CREATE TABLE idempotent_answers (
  owner TEXT NOT NULL,
  key TEXT NOT NULL,
  digest TEXT NOT NULL,
  status INTEGER,
  location TEXT,
  body TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (owner, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotent_answers_by_age ON idempotent_answers (created_at);
`;

/**
 * Indexes for counting large audiences: contacts by number, refusals, and opt-outs by list. A migration: once
 * released, its statements are never changed.
 */
export const audienceIndexes = `
CREATE INDEX contacts_walk ON contacts (number, language);
CREATE INDEX list_refusals ON list_members (list_id, number) WHERE consent = 'refused';
CREATE INDEX opt_outs_by_list ON opt_outs (list_id, number);
`;
