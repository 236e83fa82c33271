/**
 * Rosters: who is on duty when, and hand-overs of duty. A migration: once released, its statements are never changed.
 */
export const rostersSchema = `
CREATE TABLE rosters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
-- giver, taker: people on duty as JSON. state: asked, accepted or ended.
CREATE TABLE hand_overs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  reference TEXT NOT NULL UNIQUE,
  roster_id INTEGER NOT NULL,
  giver_phone TEXT NOT NULL,
  giver TEXT NOT NULL,
  taker_phone TEXT NOT NULL,
  taker TEXT NOT NULL,
  code TEXT NOT NULL,
  until INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  wrong INTEGER NOT NULL DEFAULT 0,
  answered_by TEXT
) STRICT;
CREATE INDEX hand_overs_by_taker ON hand_overs (taker_phone, id);
CREATE INDEX hand_overs_by_giver ON hand_overs (giver_phone, asked_at);
CREATE INDEX hand_overs_open ON hand_overs (expires_at) WHERE state = 'asked';
`;
