/**
 * Imports of contacts, and their files, which are kept while they are checked and stored. A migration: once released,
 * its statements are never changed.
 */
export const importsSchema = `
CREATE TABLE import_jobs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL,
  options TEXT NOT NULL,
  octets INTEGER NOT NULL DEFAULT 0,
  records_done INTEGER NOT NULL DEFAULT 0,
  rows INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL DEFAULT 0,
  updated INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  errors TEXT NOT NULL DEFAULT '[]',
  failure TEXT,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX import_jobs_open ON import_jobs (state, id) WHERE state NOT IN ('done', 'failed');
CREATE TABLE import_chunks (
  job_id INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (job_id, serial)
) STRICT;
`;
