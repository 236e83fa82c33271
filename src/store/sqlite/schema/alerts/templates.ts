/** What alerts are made from. A migration: never edited. */
export const templatesSchema = `
-- definition: JSON, as the domain has it. Ids are never given twice (AUTOINCREMENT): a trigger that names a scenario
-- must not launch another.
CREATE TABLE templates (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE scenarios (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
-- Of one version, so that no change can keep it.
CREATE TABLE scenario_approvals (
  scenario_id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
`;

/** A migration: never edited. */
export const approvalsOfMeaning = `
-- JSON: what the audience names, and the digest of what each stood for. Of approvals given before it isn't known, so
-- that they are of nothing: only an audience that names nothing is still approved.
ALTER TABLE scenario_approvals ADD COLUMN meaning TEXT NOT NULL DEFAULT '{}';
`;
