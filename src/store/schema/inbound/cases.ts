/** Cases of people who called for help. A migration: once released, its statements are never changed. */
export const casesSchema = `
  CREATE TABLE cases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL,
    -- NULL: the message had no number as sender, or the person was erased.
    number TEXT,
    alert_id INTEGER,
    -- The newest cry.
    inbox_id INTEGER NOT NULL,
    text TEXT NOT NULL,
    cries INTEGER NOT NULL DEFAULT 1,
    opened_at INTEGER NOT NULL,
    waiting_since INTEGER NOT NULL,
    cried_at INTEGER NOT NULL,
    safe_at INTEGER,
    holder_id TEXT,
    holder_name TEXT,
    taken_at INTEGER,
    outcome TEXT,
    outcome_text TEXT,
    closed_at INTEGER,
    -- How often the duty list was paged since the case waits, when last, and when next; page_at NULL: not any more.
    pages INTEGER NOT NULL DEFAULT 0,
    paged_at INTEGER,
    page_at INTEGER
  ) STRICT;
  -- One case of each phone that is not closed, however many messages the phone sends.
  CREATE UNIQUE INDEX cases_active ON cases (number) WHERE state <> 'closed' AND number IS NOT NULL;
  CREATE INDEX cases_by_state ON cases (state, id);
  CREATE INDEX cases_by_alert ON cases (alert_id, state, id) WHERE alert_id IS NOT NULL;
  CREATE INDEX cases_by_number ON cases (number, id) WHERE number IS NOT NULL;
  CREATE INDEX cases_waiting ON cases (waiting_since) WHERE state = 'open';
  CREATE INDEX cases_to_page ON cases (page_at) WHERE page_at IS NOT NULL;
  CREATE INDEX cases_by_end ON cases (closed_at, id) WHERE closed_at IS NOT NULL;
  CREATE TABLE case_log (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
  ) STRICT;
  CREATE INDEX case_log_by_case ON case_log (case_id, id);
  CREATE TRIGGER case_log_ends AFTER DELETE ON cases BEGIN
    DELETE FROM case_log WHERE case_id = OLD.id;
  END;
  CREATE INDEX inbox_by_number ON inbox (number, id) WHERE number IS NOT NULL;
  -- When the duty list was told of a case; case 0: of several together.
  CREATE TABLE duty_pages (at INTEGER NOT NULL, case_id INTEGER NOT NULL, PRIMARY KEY (at, case_id))
    STRICT, WITHOUT ROWID;

  -- Calls for help that the duty list was not told of yet become cases, which it is told of.
  INSERT INTO cases (state, number, alert_id, inbox_id, text, opened_at, waiting_since, cried_at, page_at)
    SELECT 'open', number, max(alert_id), inbox_id, text, at, at, at, at FROM alert_answers WHERE told = 0
    GROUP BY number;
  INSERT INTO case_log (case_id, at, actor, actor_name, action, detail)
    SELECT id, opened_at, 'phone:' || number, 'SMS', 'open', json_object('inboxId', inbox_id) FROM cases;
  DROP TABLE duty_calls;
  DROP INDEX alert_answers_untold;
  ALTER TABLE alert_answers DROP COLUMN told;
`;
