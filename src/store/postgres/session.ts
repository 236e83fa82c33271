import { PostgresError } from './thread/blocking-client.ts';
import type { Answer, Request } from './thread/protocol.ts';

/** Runs one statement, and gives its answer. */
type Ask = (request: Request) => Answer;

/** One or more statements without parameters, which are not prepared. */
export const plain = (text: string): Request => ({ name: undefined, text, values: undefined });

const asked = (ask: Ask, text: string, ...values: readonly unknown[]): unknown =>
  ask({ name: undefined, text, values }).rows[0]?.[0];

/**
 * What a connection needs, whatever is set for the server, the database or the user:
 * - What is acknowledged is on the server's disk. A stronger setting of `synchronous_commit` stays.
 * - No statement is given up by the server: the gateway itself waits for a bounded time.
 * - No plan is compiled: that takes longer than any statement here, and a server with LLVM does so where it expects
 *   much work.
 * - A connection whose other end is gone ends soon, with its locks. By default it would stand for two hours. Not every
 *   system of a server has each of these settings.
 */
const SETTINGS = `
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
  SET statement_timeout = 0; SET lock_timeout = 0; SET idle_session_timeout = 0; SET transaction_timeout = 0;
  SET idle_in_transaction_session_timeout = 0; SET jit = off;
  DO $$
    DECLARE one text;
    BEGIN
      FOREACH one IN ARRAY ARRAY['tcp_keepalives_idle=10', 'tcp_keepalives_interval=5', 'tcp_keepalives_count=3',
                                 'tcp_user_timeout=20000', 'client_connection_check_interval=5000'] LOOP
        BEGIN
          PERFORM set_config(split_part(one, '=', 1), split_part(one, '=', 2), false);
        EXCEPTION WHEN OTHERS THEN NULL;
        END;
      END LOOP;
    END $$`;

/**
 * A standby answers too, but it may not have applied yet what was committed, and it takes no writes.
 * @throws PostgresError 57P03 (`cannot_connect_now`)
 */
const mustBePrimary = (ask: Ask): void => {
  if (asked(ask, 'SELECT pg_is_in_recovery()') === 1)
    throw new PostgresError('the server is a standby, which takes no writes', '57P03', true);
};

/**
 * To be called before the session is changed, since it may be in use.
 * @throws PostgresError 55P03 (`lock_not_available`) if a pooler gives the sessions of the server to several clients
 */
const mustBeOwn = (ask: Ask): void => {
  if (asked(ask, OTHERS) !== 0) throw new PostgresError(SHARED_SESSION, '55P03', true);
};

/** A connection as the server knows it. */
export interface Backend {
  readonly pid: number;
  /** When it began, s since the epoch. */
  readonly since: number;
}

const SINCE = 'CAST(extract(epoch FROM backend_start) AS DOUBLE PRECISION)';

/** A session that has just begun has no locks and no statements, unless it is that of somebody else. */
const OTHERS = `SELECT (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
  + (SELECT count(*) FROM pg_prepared_statements)`;
const SHARED_SESSION =
  'the session of another client answers: a pooler, such as PgBouncer in its mode transaction, stands between here and the server; write the address of the server itself';

/**
 * Prepares a new connection, after it has ended the one before: the server may not have noticed that its other end is
 * gone, and it would keep its locks.
 * @throws PostgresError 57P03 (`cannot_connect_now`) if the server is a standby; 55P03 (`lock_not_available`) if a
 * pooler gives the sessions of the server to several clients
 */
export const beginSession = (ask: Ask, before: Backend | undefined): Backend => {
  mustBePrimary(ask);
  mustBeOwn(ask);
  ask(plain(SETTINGS));
  if (before !== undefined)
    asked(
      ask,
      `SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
       WHERE pid = CAST($1 AS INTEGER) AND ${SINCE} = CAST($2 AS DOUBLE PRECISION)`,
      before.pid,
      before.since,
    );
  const { rows } = ask(plain(`SELECT pid, ${SINCE} FROM pg_stat_activity WHERE pid = pg_backend_pid()`));
  const [pid, since] = rows[0] ?? [];
  return { pid: Number(pid), since: Number(since) };
};

/**
 * The statement that a transaction which writes ends with: it says which commit of which connection this is. If the
 * connection is lost in a commit, this row says whether the commit was made, also on a standby that has taken over.
 */
export const markOf = (connection: string, serial: number): Request => ({
  name: 'mark',
  text: `INSERT INTO tocsin_commits (connection, last) VALUES ($1, $2)
         ON CONFLICT (connection) DO UPDATE SET last = excluded.last, at = now()`,
  values: [connection, serial],
});

/** The last commit of a connection that the server has made. To be asked under the lock of all writers. */
export const lastCommit = (ask: Ask, connection: string): number =>
  Number(asked(ask, 'SELECT last FROM tocsin_commits WHERE connection = $1', connection) ?? 0);

/** Forgets the commits of connections that have ended long ago. No gateway writes nothing for so long. */
export const FORGET_COMMITS = "DELETE FROM tocsin_commits WHERE at < now() - interval '30 days'";
