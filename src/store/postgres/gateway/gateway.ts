import type { Db, NodeOfDb } from '../../db.ts';

/** A connection to a server, as a gateway takes its locks on it. */
export interface GatewayDb extends Db {
  runPlain(sql: string): void;
}

/** Whom a connection is for that belongs to a gateway: without its locks it may not write. */
export interface Gateway {
  /**
   * Takes the locks of the session, on a connection that has just been made.
   * @throws PostgresError 55P03 (`lock_not_available`) if another gateway has them; StoreLost if another one had them
   * while the connection was lost
   */
  take(db: GatewayDb): void;
  /**
   * Says in the database that this gateway runs on it from now on.
   * @param version of the schema that this program knows
   * @throws Error if the schema has another version
   */
  register(db: GatewayDb, version: number): void;
  /** The node; undefined: the gateway is alone on the database. */
  readonly node: NodeOfDb | undefined;
  /** Whether no other gateway can be on the database. */
  readonly isAlone: boolean;
  /**
   * What each transaction that writes begins with, after its lock. It fails if the gateway may not write any more.
   * @param pid of the session that has its locks
   */
  fence(pid: number): string;
}

/** The key of the advisory lock of gateways: a gateway without a name holds it alone, and nodes share it. */
export const GATEWAYS = 0x746f_6374;

/**
 * Whether a gateway runs on the database. Advisory locks belong to a database, and show the halves of their key
 * (postgresql.org/docs/current/view-pg-locks.html).
 */
export const IS_GATEWAY_ON = `EXISTS (
  SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = ${GATEWAYS} AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;
