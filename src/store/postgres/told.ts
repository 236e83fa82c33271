import type { Request } from './thread/protocol.ts';

/** The channel by which the nodes of a database tell each other that messages wait (PostgreSQL's NOTIFY). */
const CHANNEL = 'tocsin_queue';

/** Lets a connection hear what the others tell. */
export const HEAR = `LISTEN ${CHANNEL}`;

/**
 * Tells all connections that hear, once the transaction is committed. The server keeps what is told until each of them
 * has heard it, and a commit fails if it has no room for it (postgresql.org/docs/current/sql-notify.html). So nothing
 * is told while that room is half full, as when a program that hears something else hangs in a transaction.
 * @param node the name of the node that tells
 */
export const tellFrom = (node: string): Request => ({
  name: 'tell',
  text: `SELECT pg_notify('${CHANNEL}', $1) WHERE pg_notification_queue_usage() < 0.5`,
  values: [node],
});
