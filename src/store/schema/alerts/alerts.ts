/** Alerts, their waves and people. A migration: once released, its statements are never changed. */
export const alertTables = `
  -- A message names its alert and wave, so that lists and counts of an alert walk one index.
  ALTER TABLE messages ADD COLUMN alert INTEGER;
  ALTER TABLE messages ADD COLUMN wave INTEGER;
  CREATE INDEX messages_by_alert ON messages (alert, id) WHERE alert IS NOT NULL;

  CREATE TABLE alerts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL,
    draft TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_name TEXT NOT NULL,
    submitted_at INTEGER,
    submitted_by TEXT,
    submitted_name TEXT,
    approved_at INTEGER,
    approved_by TEXT,
    approved_name TEXT,
    approved_hash TEXT,
    launched_at INTEGER,
    launched_by TEXT,
    launched_name TEXT,
    launched_hash TEXT,
    launch_key TEXT,
    updated_at INTEGER NOT NULL,
    finished_at INTEGER,
    question_until INTEGER
  ) STRICT;
  CREATE INDEX alerts_by_state ON alerts (state, id);

  CREATE TABLE alert_waves (
    alert_id INTEGER NOT NULL,
    wave INTEGER NOT NULL,
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    content TEXT NOT NULL,
    given TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    mark INTEGER NOT NULL,
    cursor TEXT NOT NULL DEFAULT '',
    undecided INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0,
    cut TEXT,
    swept INTEGER NOT NULL DEFAULT 0,
    expected INTEGER NOT NULL,
    recipients INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (alert_id, wave)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX alert_waves_open ON alert_waves (alert_id) WHERE done = 0 OR (cut IS NOT NULL AND swept = 0);

  -- One row for each person and wave, in the order in which audiences are paged: a chunk that is stored twice gives
  -- nobody two messages.
  CREATE TABLE alert_recipients (
    alert_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    wave INTEGER NOT NULL,
    contact_id INTEGER,
    message_id INTEGER NOT NULL,
    language TEXT,
    PRIMARY KEY (alert_id, number, wave)
  ) STRICT, WITHOUT ROWID;
  -- Finds the newest alert of a phone that answers.
  CREATE INDEX alert_recipients_by_number ON alert_recipients (number);

  CREATE TABLE alert_log (
    id INTEGER PRIMARY KEY,
    alert_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    detail TEXT
  ) STRICT;
  CREATE INDEX alert_log_by_alert ON alert_log (alert_id, id);
`;
