/** A migration: once released, its statements are never changed. */
export const importWarnings = `
  ALTER TABLE import_jobs ADD COLUMN encoding TEXT;
  ALTER TABLE import_jobs ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE import_jobs ADD COLUMN warning_counts TEXT NOT NULL DEFAULT '{}';
`;
