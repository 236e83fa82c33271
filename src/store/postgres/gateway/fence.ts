import { StoreLost } from '../../db.ts';
import { PostgresError } from '../thread/blocking-client.ts';

/** Why a gateway may not write, in the words of the server's answer. */
export const DECLARED_DEAD = 'another node has declared this one dead';
export const REPLACED = 'another gateway has had the database meanwhile, or the database was restored';
const OTHER_SESSION =
  'another session answers than the one with the locks of this gateway: a pooler, such as PgBouncer in its mode transaction, stands between here and the server';
/** PostgreSQL's `invalid_text_representation`. */
const NO_NUMBER = '22P02';

/** What must not be true, in SQL, and why not. */
export type Bar = readonly [condition: string, why: string];

/**
 * Fails the transaction that it begins if one of these is true: the server can't read the reason as a number. A
 * function of the session would say it in better words, but then the session ends with a commit, for which its locks
 * may wait as long as no standby answers.
 */
export const fenceOf = (bars: readonly Bar[]): string => {
  const whens = bars.map(([condition, why]) => `WHEN ${condition} THEN '${why}'`);
  return `; SELECT CAST((SELECT CASE ${whens.join(' ')} ELSE '0' END) AS BIGINT)`;
};

/**
 * The locks of a gateway belong to its session. A pooler that gives the sessions of the server to several clients in
 * turn gives the locks with them.
 *
 * @param pid of the session that has the locks
 */
export const otherSession = (pid: number): Bar => [`pg_backend_pid() <> ${pid}`, OTHER_SESSION];

/** @throws StoreLost if the error says that the fence of a transaction has failed */
export const mustNotBeFenced = (error: unknown): void => {
  if (!(error instanceof PostgresError && error.code === NO_NUMBER)) return;
  const why = [DECLARED_DEAD, REPLACED, OTHER_SESSION].find((one) => error.message.includes(one));
  if (why !== undefined) throw new StoreLost(why);
};
