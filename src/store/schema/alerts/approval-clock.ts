/** The clock of approvals: what waits, who was paged, and the requests that came from phones. */
export const approvalClock = `
  ALTER TABLE alerts ADD COLUMN launch_on_approval INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX alerts_waiting ON alerts (id) WHERE state = 'pendingApproval' OR proposed_update IS NOT NULL;
  CREATE INDEX alerts_to_launch ON alerts (id) WHERE state = 'approved' AND launch_on_approval = 1;

  -- One wait for an approval. since: when the alert was submitted, or its update was proposed.
  CREATE TABLE approval_waits (
    id INTEGER PRIMARY KEY,
    alert_id INTEGER NOT NULL,
    subject TEXT NOT NULL,
    since INTEGER NOT NULL,
    deadline INTEGER NOT NULL,
    wrong INTEGER NOT NULL DEFAULT 0,
    overdue_at INTEGER,
    settled_at INTEGER,
    UNIQUE (alert_id, subject, since)
  ) STRICT;
  CREATE INDEX approval_waits_open ON approval_waits (id) WHERE settled_at IS NULL;

  -- A call to one officer. Of its code there is only a hash; NULL: it had none.
  CREATE TABLE approval_pages (
    id INTEGER PRIMARY KEY,
    wait_id INTEGER NOT NULL,
    alert_id INTEGER NOT NULL,
    step INTEGER NOT NULL,
    user_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    phone TEXT NOT NULL,
    hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    code_salt BLOB,
    code_hash BLOB,
    message_id INTEGER NOT NULL,
    wrong INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER,
    ended_as TEXT,
    ended_by TEXT,
    UNIQUE (wait_id, step)
  ) STRICT;
  CREATE INDEX approval_pages_by_phone ON approval_pages (phone, id);
  CREATE INDEX approval_pages_open ON approval_pages (until) WHERE ended_at IS NULL;

  CREATE TABLE approval_delegations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    from_id TEXT NOT NULL,
    from_name TEXT NOT NULL,
    to_id TEXT NOT NULL,
    to_name TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX approval_delegations_until ON approval_delegations (until);

  -- Requests for an alert that came by SMS. reference: the SMS, which may be handled again after a crash.
  CREATE TABLE field_requests (
    reference TEXT PRIMARY KEY,
    phone TEXT NOT NULL,
    at INTEGER NOT NULL,
    alert INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX field_requests_by_phone ON field_requests (phone, at);
  CREATE INDEX field_requests_by_age ON field_requests (at);
  `;
