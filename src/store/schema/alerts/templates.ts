/**
 * Templates, scenarios and the approvals of scenarios. A migration: once released, its statements are never changed.
 */
export const templatesSchema = `
-- definition: JSON of the type in src/domain. Ids are never given twice (AUTOINCREMENT): a trigger that names a
-- scenario must not launch another.
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
-- An approval is of one version, so that a change ends it.
CREATE TABLE scenario_approvals (
  scenario_id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
`;

/**
 * What the audience of a scenario stood for when the scenario was approved. A migration: once released, its statements
 * are never changed.
 */
export const approvalsOfMeaning = `
-- JSON: what the audience names, each with the digest of what it stood for. Earlier approvals have none, so that they
-- count only for an audience that names nothing.
ALTER TABLE scenario_approvals ADD COLUMN meaning TEXT NOT NULL DEFAULT '{}';
`;
