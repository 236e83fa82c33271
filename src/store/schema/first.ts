/**
 * The schema of the first release: messages, their parts, receipts, the inbox, tokens, routes and SIMs. A migration:
 * once released, its statements are never changed.
 */
export const firstSchema = `
  CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,
    sender TEXT,
    text TEXT NOT NULL,
    state INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    lane INTEGER NOT NULL,
    encoding INTEGER NOT NULL,
    flash INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    valid_until INTEGER NOT NULL,
    on_uncertain INTEGER NOT NULL,
    possible_duplicate INTEGER NOT NULL DEFAULT 0,
    attempt INTEGER NOT NULL DEFAULT 0,
    route TEXT,
    claimed_at INTEGER,
    avoid_route TEXT,
    avoid_until INTEGER,
    sent_at INTEGER,
    final_at INTEGER,
    reason TEXT,
    reference TEXT,
    only_routes TEXT,
    owner TEXT NOT NULL
  ) STRICT;

  -- The queue: only queued messages are in it, so that it is small however large the file is.
  CREATE INDEX messages_queue ON messages (lane, priority, due_at, id) WHERE state = 0;
  -- The watchdog walks it by deadline. A message is added to it once and removed once.
  CREATE INDEX messages_open ON messages (valid_until) WHERE final_at IS NULL;
  CREATE INDEX messages_sending ON messages (id) WHERE state = 1;
  -- States that an operator looks for. A message that is sent and delivered is never in it.
  CREATE INDEX messages_troubled ON messages (state, id) WHERE state >= 4;
  CREATE INDEX messages_by_reference ON messages (reference) WHERE reference IS NOT NULL;

  CREATE TABLE parts (
    message_id INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    part INTEGER NOT NULL,
    route TEXT NOT NULL,
    carrier TEXT NOT NULL,
    carrier_ref TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    receipt_state INTEGER,
    receipt_at INTEGER,
    receipt_reason TEXT,
    receipt_evidence TEXT,
    PRIMARY KEY (message_id, attempt, part)
  ) STRICT, WITHOUT ROWID;

  -- Only parts that still await a receipt: the index is as small as what is under way, however old the file is.
  CREATE INDEX parts_awaiting ON parts (carrier_ref, carrier) WHERE receipt_state IS NULL;


  -- The transitions and notes that the columns of messages and parts do not record.
  CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    from_state INTEGER NOT NULL,
    to_state INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    route TEXT,
    part INTEGER,
    reason TEXT,
    evidence TEXT
  ) STRICT;
  CREATE INDEX events_by_message ON events (message_id);

  CREATE TABLE unmatched_receipts (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    route TEXT NOT NULL,
    carrier TEXT NOT NULL,
    ref TEXT NOT NULL,
    recipient TEXT,
    state INTEGER NOT NULL,
    reason TEXT,
    why TEXT NOT NULL,
    evidence TEXT NOT NULL
  ) STRICT;
  -- One row for each spelling, so that the answer finds an early receipt whatever the dialect of the carrier is.
  CREATE TABLE unmatched_refs (
    carrier TEXT NOT NULL,
    ref TEXT NOT NULL,
    receipt_id INTEGER NOT NULL,
    PRIMARY KEY (carrier, ref, receipt_id)
  ) STRICT, WITHOUT ROWID;
  -- To delete all spellings of a receipt at once.
  CREATE INDEX unmatched_refs_by_receipt ON unmatched_refs (receipt_id);

  CREATE INDEX unmatched_receipts_by_recipient ON unmatched_receipts (recipient, route) WHERE recipient IS NOT NULL;

  -- Parts whose octets left and that nobody answered: a receipt that names their recipient can still settle their
  -- message.
  CREATE TABLE unanswered (
    recipient TEXT NOT NULL,
    route TEXT NOT NULL,
    message_id INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    part INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (recipient, route, message_id, attempt, part)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE idempotency (
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    digest TEXT NOT NULL,
    message_id INTEGER,
    lines_done INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (owner, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX idempotency_by_age ON idempotency (created_at);

  CREATE TABLE lanes (lane INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;

  CREATE TABLE inbox (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    route TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipient TEXT,
    text TEXT NOT NULL
  ) STRICT;
  CREATE TABLE inbox_parts (
    route TEXT NOT NULL,
    sender TEXT NOT NULL,
    reference INTEGER NOT NULL,
    total INTEGER NOT NULL,
    part INTEGER NOT NULL,
    at INTEGER NOT NULL,
    recipient TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (route, sender, reference, total, part)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE inbound_seen (
    route TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (route, fingerprint)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX inbound_seen_by_age ON inbound_seen (at);

  CREATE TABLE tokens (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE route_settings (route TEXT PRIMARY KEY, enabled INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE route_days (
    route TEXT NOT NULL,
    day INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    PRIMARY KEY (route, day)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sim_pins (
    iccid TEXT NOT NULL,
    pin_hash BLOB NOT NULL,
    tried_at INTEGER NOT NULL,
    accepted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (iccid, pin_hash)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE sim_usage (
    iccid TEXT NOT NULL,
    minute INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    PRIMARY KEY (iccid, minute)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
  `;
