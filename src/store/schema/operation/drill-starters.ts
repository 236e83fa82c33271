/** Who began a run of a drill, as other things have their authors. A migration: once released, never changed. */
export const drillStarters = `
  ALTER TABLE drill_runs ADD COLUMN started_by_id TEXT;
`;
