import type { Gateway } from './gateway/gateway.ts';
import type { Backend } from './session.ts';

/**
 * The key of the advisory lock that a transaction which writes holds until it ends. So transactions write one after
 * another, as they do on SQLite, whichever process they are of: no rule reads what another one is about to change, and
 * ids are committed in their order, which every reader of events relies on.
 */
const WRITES = 0x746f_6373;

/**
 * A transaction may write unless the server, the database or the user is set to read only, by which an administrator
 * stops all writing. The setting of the session itself (`WRITES_ONLY_AFTER_BEGIN`) does not count.
 */
const BEGIN = `
  BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
  SET LOCAL default_transaction_read_only = DEFAULT;
  SELECT set_config('transaction_read_only', current_setting('default_transaction_read_only'), true);
  SELECT pg_advisory_xact_lock(${WRITES})`;

/**
 * For each session that writes. Statements are sent together with BEGIN: if it fails, as by a cancel in that moment,
 * the server would run and keep each by itself, while the caller is told that nothing was written.
 */
const WRITES_ONLY_AFTER_BEGIN = 'SET default_transaction_read_only = on';

/**
 * For the session of a node, and of a command beside gateways: the server waits so long in a transaction for the next
 * statement. A process that is frozen, as by Ctrl-Z, looks alive: it would hold the lock of all writers, and no node
 * could write, or declare another one dead.
 */
export const ENDS_WHEN_FROZEN = 'SET idle_in_transaction_session_timeout = 5000';

/** What a session that writes begins with. @param gateway whom it is for; undefined: a command */
export const sessionOf = (gateway: Gateway | undefined): string =>
  gateway === undefined ? `${WRITES_ONLY_AFTER_BEGIN}; ${ENDS_WHEN_FROZEN}` : WRITES_ONLY_AFTER_BEGIN;

/**
 * How a transaction that writes begins.
 * @param gateway whom the connection is for; undefined: a command
 * @param session the one that has the locks of the gateway
 */
export const beginOf = (gateway: Gateway | undefined, session: Backend | undefined): string =>
  gateway === undefined || session === undefined ? BEGIN : BEGIN + gateway.fence(session.pid);
