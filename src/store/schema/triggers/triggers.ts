/** The tables of `src/triggers/`. A migration: once released, its statements are never changed. */
export const triggerSchema = `
  -- CAP messages that came in, each whole and with what was made of it.
  CREATE TABLE cap_messages (
    id INTEGER PRIMARY KEY,
    sender TEXT NOT NULL,
    identifier TEXT NOT NULL,
    sent TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    source TEXT NOT NULL,
    document TEXT NOT NULL,
    stage TEXT NOT NULL,
    alerts TEXT NOT NULL,
    outcome TEXT NOT NULL,
    UNIQUE (sender, identifier)
  ) STRICT;
  CREATE INDEX cap_messages_open ON cap_messages (id) WHERE stage = 'open';
  CREATE TABLE cap_superseded (
    sender TEXT NOT NULL,
    identifier TEXT NOT NULL,
    kind TEXT NOT NULL,
    superseded_by TEXT NOT NULL,
    PRIMARY KEY (sender, identifier, kind)
  ) STRICT, WITHOUT ROWID;

  -- Feeds and their entries: an entry is read once, also after a restart.
  CREATE TABLE cap_feeds (url TEXT PRIMARY KEY, etag TEXT, modified TEXT) STRICT, WITHOUT ROWID;
  CREATE TABLE cap_feed_entries (
    url TEXT NOT NULL,
    entry TEXT NOT NULL,
    listed_at INTEGER NOT NULL,
    PRIMARY KEY (url, entry)
  ) STRICT, WITHOUT ROWID;

  -- Events of other programs that made an alert: each makes one only once.
  CREATE TABLE trigger_events (
    trigger_name TEXT NOT NULL,
    identity TEXT NOT NULL,
    at INTEGER NOT NULL,
    alert INTEGER NOT NULL,
    -- Made, and not yet tried to launch.
    open INTEGER NOT NULL,
    PRIMARY KEY (trigger_name, identity)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX trigger_events_by_age ON trigger_events (at);

  -- One-time codes by which a phone launches: hashed, each used once.
  CREATE TABLE launch_codes (
    id INTEGER PRIMARY KEY,
    phone TEXT NOT NULL,
    salt BLOB NOT NULL,
    hash BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER,
    used_by TEXT,
    alert INTEGER
  ) STRICT;
  CREATE INDEX launch_codes_by_phone ON launch_codes (phone);
  CREATE TABLE launch_tries (
    phone TEXT PRIMARY KEY,
    wrong INTEGER NOT NULL,
    locked_until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `;
