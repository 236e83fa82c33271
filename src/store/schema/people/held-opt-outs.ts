/** Opt-outs that came while an alert went out. A migration: once released, its statements are never changed. */
export const heldOptOuts = `
-- lists: JSON, ids of lists; 0 stands for every list. state: see src/domain/people/held-opt-out.ts.
CREATE TABLE held_opt_outs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  route TEXT NOT NULL,
  number TEXT NOT NULL,
  lists TEXT NOT NULL,
  evidence TEXT NOT NULL,
  inbox_id INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;
CREATE INDEX held_opt_outs_by_state ON held_opt_outs (state, route, id);
CREATE INDEX held_opt_outs_by_number ON held_opt_outs (number);
`;
