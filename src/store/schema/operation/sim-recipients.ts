/** Whom each SIM wrote to. A migration: once released, its statements are never changed. */
export const simRecipients = `
  -- The recipients of each SIM, since carriers limit how many different ones it may write to within a month. since_at:
  -- the first part of the time in which the recipient counts without a break; last_at: the last part (ms since the epoch).
  CREATE TABLE sim_recipients (
    iccid TEXT NOT NULL,
    number TEXT NOT NULL,
    since_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (iccid, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sim_recipients_by_age ON sim_recipients (iccid, last_at);
  CREATE INDEX sim_recipients_by_number ON sim_recipients (number);
`;
