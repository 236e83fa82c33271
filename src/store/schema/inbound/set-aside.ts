/**
 * Messages from phones and networks that no person can read, or that are not for people. A migration: once released,
 * its statements are never changed.
 */
export const setAside = `
  CREATE TABLE set_aside (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    route TEXT NOT NULL,
    sender TEXT NOT NULL,
    reason TEXT NOT NULL,
    evidence TEXT NOT NULL
  ) STRICT;
  CREATE INDEX set_aside_by_route ON set_aside (route, id);
`;
