import type { Gateway } from './gateway/gateway.ts';

/**
 * The key of the advisory lock that a transaction which writes holds until it ends. So transactions write one after
 * another, as they do on SQLite, whichever process they are of: no rule reads what another one is about to change, and
 * ids are committed in their order, which every reader of events relies on.
 */
const WRITES = 0x746f_6373;
const BEGIN = `BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(${WRITES})`;

/** How a transaction that writes begins. @param gateway whom the connection is for; undefined: a command */
export const beginOf = (gateway: Gateway | undefined): string => BEGIN + (gateway?.fence ?? '');
