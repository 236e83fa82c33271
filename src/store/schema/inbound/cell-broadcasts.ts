/** Cell broadcasts that modems received. A migration: once released, its statements are never changed. */
export const cellBroadcastsSchema = `
  CREATE TABLE cell_broadcasts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    route TEXT NOT NULL,
    channel INTEGER NOT NULL,
    serial INTEGER NOT NULL,
    language TEXT,
    -- JSON: the text and the PDU of each page, by its number.
    page_texts TEXT NOT NULL,
    pages INTEGER NOT NULL,
    of_pages INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    told INTEGER NOT NULL DEFAULT 0,
    outcome TEXT,
    alert INTEGER
  ) STRICT;
  CREATE INDEX cell_broadcasts_by_serial ON cell_broadcasts (route, channel, serial, last_at);
  CREATE INDEX cell_broadcasts_untold ON cell_broadcasts (id) WHERE told = 0 AND pages = of_pages;
  CREATE INDEX cell_broadcasts_by_age ON cell_broadcasts (first_at);
`;
