import type pg from 'pg';
import { stateCode } from '../../domain/messages/state.ts';
import { NODES } from './gateway/node.ts';

/** How often, and how many times, the beats are read again: 5 s, while a node beats once a second. */
const EVERY_S = 0.25;
const TIMES = 20;

/** One of several gateways on a database, as anybody sees it there. */
export interface NodeFacts {
  readonly name: string;
  readonly leads: boolean;
  /** Undefined before its first beat. */
  readonly url: string | undefined;
  /**
   * `beats`: it lives. `stands still`: it is connected, and has not beaten for 5 s. `gone`: its connection is lost, and
   * no other node has declared it dead yet. `ended`: it has left, or was declared dead.
   */
  readonly state: 'beats' | 'stands still' | 'gone' | 'ended';
  /** How many messages it was sending, or is. */
  readonly sending: number;
}

interface Row {
  readonly number: number;
  readonly name: string;
  readonly leads: boolean;
  readonly url: string | null;
  readonly isRunning: boolean;
  /** It grows. */
  readonly beat: string;
  readonly isConnected: boolean;
  readonly sending: number;
}

// Advisory locks with two keys have the objsubid 2 (postgresql.org/docs/current/view-pg-locks.html).
const ALL = `
  SELECT number::int, name, leads = 1 AS leads, url, run <> 0 AS "isRunning", beat::text,
         EXISTS (
           SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = ${NODES}
             AND objid = nodes.number AND objsubid = 2
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS "isConnected",
         (SELECT count(*)::int FROM messages
          WHERE state = ${stateCode('sending')} AND messages.node = nodes.number) AS sending
  FROM nodes ORDER BY number`;

/** Looks at the nodes of a database until all that run have beaten, 5 s at most. It needs the table `nodes`. */
export const lookAtNodes = async (client: pg.Client): Promise<readonly NodeFacts[]> => {
  const read = async (): Promise<readonly Row[]> => (await client.query<Row>(ALL)).rows;
  const before = new Map((await read()).map(({ number, beat }) => [number, beat]));
  const hasBeaten = ({ number, beat }: Row): boolean => before.get(number) !== beat;
  let rows = await read();
  for (let time = 0; time < TIMES && rows.some((row) => isAwaited(row) && !hasBeaten(row)); time++) {
    await client.query(`SELECT pg_sleep(${EVERY_S})`);
    rows = await read();
  }
  return rows.map((row) => ({
    name: row.name,
    leads: row.leads,
    url: row.url ?? undefined,
    state: stateOf(row, hasBeaten(row)),
    sending: row.sending,
  }));
};

const isAwaited = ({ isRunning, isConnected }: Row): boolean => isRunning && isConnected;

const stateOf = ({ isRunning, isConnected }: Row, hasBeaten: boolean): NodeFacts['state'] => {
  if (!isRunning) return 'ended';
  if (hasBeaten) return 'beats';
  return isConnected ? 'stands still' : 'gone';
};
