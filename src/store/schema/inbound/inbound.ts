/**
 * How messages from phones are handled: answers, keywords, opt-outs. A migration: once released, its statements are
 * never changed.
 */
export const inboundTables = `
  -- What a message was handled as; NULL: not yet. A cursor over ids would not do, since ids of deleted rows may come
  -- again.
  ALTER TABLE inbox ADD COLUMN handled_as TEXT;
  ALTER TABLE inbox ADD COLUMN alert INTEGER;
  CREATE INDEX inbox_unhandled ON inbox (id) WHERE handled_as IS NULL;

  -- Every answer. One of each person counts (standing = 1): the last with a meaning, or, if there is none, the last
  -- text.
  CREATE TABLE alert_answers (
    id INTEGER PRIMARY KEY,
    alert_id INTEGER NOT NULL,
    number TEXT NOT NULL,
    inbox_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    meaning TEXT NOT NULL,
    text TEXT NOT NULL,
    standing INTEGER NOT NULL,
    -- In which order they are shown: help first.
    rank INTEGER NOT NULL,
    -- Whether the duty list has been told; NULL: there is nothing to tell.
    told INTEGER
  ) STRICT;
  CREATE INDEX alert_answers_by_person ON alert_answers (alert_id, number, id);
  CREATE INDEX alert_answers_standing ON alert_answers (alert_id, rank, number, meaning) WHERE standing = 1;
  CREATE INDEX alert_answers_untold ON alert_answers (alert_id, id) WHERE told = 0;
  -- Calls for help that the duty list was told one by one.
  CREATE TABLE duty_calls (alert_id INTEGER NOT NULL, at INTEGER NOT NULL, answer_id INTEGER NOT NULL,
    PRIMARY KEY (alert_id, at, answer_id)) STRICT, WITHOUT ROWID;

  -- name: the word as it is compared; definition: the word as it was written, and the reply.
  CREATE TABLE keywords (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
  ) STRICT;

  -- Limits automatic replies, so that two machines that answer each other come to an end.
  CREATE TABLE automatic_replies (number TEXT NOT NULL, at INTEGER NOT NULL, message_id INTEGER NOT NULL,
    PRIMARY KEY (number, at, message_id)) STRICT, WITHOUT ROWID;
  CREATE INDEX automatic_replies_by_age ON automatic_replies (at);

  -- Who opted out or in, with the evidence: opt_outs has only those who are opted out now.
  CREATE TABLE opt_out_log (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    number TEXT NOT NULL,
    list_id INTEGER NOT NULL,
    source TEXT NOT NULL,
    evidence TEXT NOT NULL
  ) STRICT;
  CREATE INDEX opt_out_log_by_number ON opt_out_log (number);
  -- Messages that a route had when their recipient opted out: they don't go out a second time.
  CREATE TABLE opted_out_messages (message_id INTEGER PRIMARY KEY) STRICT;

  CREATE INDEX alerts_by_question ON alerts (question_until) WHERE question_until IS NOT NULL;

  -- Events that are still to be told, each stored in one commit with its cause.
  CREATE TABLE happenings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
`;
