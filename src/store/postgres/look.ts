import pg from 'pg';
import { stateCode } from '../../domain/messages/state.ts';
import type { StoredAlarm } from '../rows/standing-alarm.ts';
import { IS_GATEWAY_ON } from './gateway/gateway.ts';
import { lookAtNodes, type NodeFacts } from './look-at-nodes.ts';

const WITHIN_MS = 5000;

/** What a server and its database are, as the user of the gateway sees them. */
export interface ServerFacts {
  readonly version: string;
  readonly versionNumber: number;
  readonly encoding: string;
  readonly isStandby: boolean;
  readonly isReadOnly: boolean;
  /** Whether the user may make tables. */
  readonly mayCreate: boolean;
  readonly synchronousCommit: string;
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly synchronousStandbys: string;
  /** How many programs copy what this one writes: standbys, and also backups and archives. */
  readonly standbys: number;
  /** Whether a commit of this user has waited for a standby for some seconds. */
  readonly waitsForStandby: boolean;
  /** How many more connections the server, the database and the user allow. */
  readonly connectionsLeft: number;
  readonly isGatewayOn: boolean;
  /** Whether another program, such as a pooler, answers in the place of the server. */
  readonly isBehindPooler: boolean;
  readonly hasSchema: boolean;
  /** Whether the schema is one that knows several gateways on a database. */
  readonly hasNodes: boolean;
}

/** What Tocsin has put into the database. */
export interface ContentFacts {
  readonly schema: number;
  readonly unsent: number;
  readonly admins: number;
  /** The newest time in it, ms since the epoch; null: none. */
  readonly newest: number | null;
  /** The alarms that have not ended, the newest 100. */
  readonly alarms: readonly StoredAlarm[];
  /** The roles of each enabled user with a phone, each as JSON. */
  readonly phones: readonly string[];
}

export interface DatabaseLook {
  readonly server: ServerFacts;
  /** Undefined: there is nothing of Tocsin yet. */
  readonly content: ContentFacts | undefined;
  /** All nodes that ever ran on it, by number. */
  readonly nodes: readonly NodeFacts[];
}

// A user without the right to see others' sessions still sees that they are there.
const SERVER = `
  SELECT current_setting('server_version') AS version,
         current_setting('server_version_num')::int / 10000 AS "versionNumber",
         current_setting('server_encoding') AS encoding,
         pg_is_in_recovery() AS "isStandby",
         current_setting('default_transaction_read_only') = 'on' AS "isReadOnly",
         coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS "mayCreate",
         current_setting('synchronous_commit') AS "synchronousCommit",
         current_setting('fsync') AS fsync,
         current_setting('full_page_writes') AS "fullPageWrites",
         current_setting('synchronous_standby_names') AS "synchronousStandbys",
         (SELECT count(*)::int FROM pg_stat_replication) AS standbys,
         EXISTS (SELECT FROM pg_stat_activity WHERE usename = current_user AND wait_event = 'SyncRep'
                   AND query_start < now() - interval '5 s') AS "waitsForStandby",
         least(
           current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
             - coalesce(current_setting('reserved_connections', true)::int, 0)
             - (SELECT sum(numbackends)::int FROM pg_stat_database),
           (SELECT nullif(datconnlimit, -1) - pg_stat_get_db_numbackends(oid) FROM pg_database
            WHERE datname = current_database()),
           (SELECT nullif(rolconnlimit, -1) - (SELECT count(*)::int FROM pg_stat_activity WHERE usesysid = pg_roles.oid)
            FROM pg_roles WHERE rolname = current_user)) AS "connectionsLeft",
         ${IS_GATEWAY_ON} AS "isGatewayOn",
         pg_backend_pid() AS pid,
         to_regclass('tocsin_schema') IS NOT NULL AS "hasSchema",
         to_regclass('nodes') IS NOT NULL AS "hasNodes"`;

const UNSENT = `(${stateCode('queued')}, ${stateCode('sending')})`;
const CONTENT = `
  SELECT (SELECT version::int FROM tocsin_schema) AS schema,
         (SELECT count(*)::int FROM messages WHERE state IN ${UNSENT}) AS unsent,
         (SELECT count(*)::int FROM users WHERE disabled_at IS NULL AND strpos(roles, '"admin"') > 0) AS admins,
         greatest((SELECT created_at::float8 FROM messages ORDER BY id DESC LIMIT 1),
                  (SELECT at::float8 FROM audit ORDER BY id DESC LIMIT 1)) AS newest,
         (SELECT coalesce(json_agg(standing), '[]') FROM (
            SELECT id, kind, name, severity, since, acknowledged, silence FROM alarms
            WHERE ended_at IS NULL ORDER BY serial DESC LIMIT 100) AS standing) AS alarms,
         (SELECT coalesce(json_agg(roles), '[]') FROM users
          WHERE disabled_at IS NULL AND phone IS NOT NULL) AS phones`;

/**
 * Looks at a database and its server, and changes nothing. Connecting takes 5 s at most, and so does each question. It
 * waits for nodes that should beat, 5 s at most.
 * @throws Error why it can't be looked at
 */
export const lookAtDatabase = async (url: string): Promise<DatabaseLook> => {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: WITHIN_MS,
    query_timeout: WITHIN_MS,
    application_name: 'tocsin doctor',
  });
  // Without a listener the loss of the connection would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { pid, ...server } = await oneRow<ServerFacts & { readonly pid: number }>(client, SERVER);
    // The server gives each connection its number at the start. A pooler gives a number of its own.
    const { processID } = client as unknown as { readonly processID: number | null };
    return {
      server: { ...server, isBehindPooler: processID !== pid },
      content: server.hasSchema ? await oneRow<ContentFacts>(client, CONTENT) : undefined,
      nodes: server.hasNodes ? await lookAtNodes(client) : [],
    };
  } finally {
    await client.end().catch(() => undefined);
  }
};

const oneRow = async <Row>(client: pg.Client, sql: string): Promise<Row> => {
  const { rows } = await client.query(sql);
  return rows[0] as Row;
};
