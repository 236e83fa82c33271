/** The signal of each modem. A migration: once released, its statements are never changed. */
export const modemSignal = `
  -- The signal of a modem in each quarter of an hour of the last day. at: when the quarter began (ms since the epoch).
  CREATE TABLE modem_signal (
    imei TEXT NOT NULL,
    at INTEGER NOT NULL,
    dbm REAL,
    lowest_dbm REAL,
    rsrp REAL,
    rsrq REAL,
    PRIMARY KEY (imei, at)
  ) STRICT, WITHOUT ROWID;
`;
