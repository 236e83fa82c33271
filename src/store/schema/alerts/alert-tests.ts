/** Tests of alerts to numbers of ours. A migration: once released, its statements are never changed. */
export const alertTestsSchema = `
CREATE TABLE alert_tests (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  alert_id INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  -- The hash of the draft as it was tested.
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX alert_tests_by_alert ON alert_tests (alert_id, id);
CREATE TABLE alert_test_messages (
  test_id INTEGER NOT NULL,
  place INTEGER NOT NULL,
  number TEXT NOT NULL,
  only_route TEXT,
  language TEXT NOT NULL,
  short INTEGER NOT NULL,
  -- NULL: the message was never stored, for the reason given.
  message_id INTEGER,
  reason TEXT,
  PRIMARY KEY (test_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_test_messages_by_number ON alert_test_messages (number, message_id);
`;
