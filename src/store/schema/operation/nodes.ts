/**
 * Several gateways on one database, each of which is a node. A migration: once released, its statements are never
 * changed.
 */
export const nodesSchema = `
CREATE TABLE nodes (
  number INTEGER PRIMARY KEY,        -- 1 to 15; part of the ids of the messages that the node takes in
  name TEXT NOT NULL UNIQUE,         -- as in the configuration
  run INTEGER NOT NULL,              -- a random number of the process; 0: none runs, or it was declared dead
  beat INTEGER NOT NULL,             -- grows while the process lives
  heard INTEGER NOT NULL,            -- the last of node_news that it has heard
  leads INTEGER NOT NULL,            -- 1: it alone does what one node does for all
  url TEXT,                          -- where the other nodes reach its API
  certificate TEXT,                  -- PEM, of an API on HTTPS
  key TEXT,                          -- by which the other nodes prove to it who they are
  status TEXT                        -- JSON: its routes, as it sees them
) WITHOUT ROWID;

-- How many parts a second a node may send of a contract. A row belongs to its node: no other one raises or lowers it.
CREATE TABLE node_shares (
  route TEXT NOT NULL,
  node INTEGER NOT NULL,
  share INTEGER NOT NULL,
  demand INTEGER NOT NULL,
  usable INTEGER NOT NULL,
  PRIMARY KEY (route, node)
) WITHOUT ROWID;

-- What a node has just done that the others keep in memory too, as hashes. A row is deleted once
-- each node that runs has heard it.
CREATE TABLE node_news (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  node INTEGER NOT NULL,
  news TEXT NOT NULL                 -- JSON
);
-- The node that has the message while it is 'sending'; 0: the only gateway on the database.
ALTER TABLE messages ADD COLUMN node INTEGER NOT NULL DEFAULT 0;
`;
