/** Numbers to which nothing was delivered lately. A migration: once released, it is never changed. */
export const undeliveredNumbers = `
-- A row is written only when a message ends undelivered. The next message that is delivered deletes it.
CREATE TABLE undelivered_numbers (
  number TEXT PRIMARY KEY,
  times INTEGER NOT NULL,
  permanent INTEGER NOT NULL,
  alerts TEXT NOT NULL,
  last TEXT NOT NULL,
  last_at INTEGER NOT NULL,
  dead INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dead_numbers ON undelivered_numbers (number) WHERE dead = 1;
CREATE INDEX undelivered_numbers_by_age ON undelivered_numbers (last_at, number);
`;
