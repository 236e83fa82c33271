import { randomInt } from 'node:crypto';
import { type Db, StoreLost } from '../db.ts';
import { FORGET_COMMITS } from './session.ts';
import { PostgresError } from './thread/blocking-client.ts';

/** The key of the advisory lock that the only gateway on a database holds for its session. */
const SOLE = 0x746f_6374;

/**
 * Whether a gateway runs on the database. Advisory locks belong to a database, and show the halves of their key
 * (postgresql.org/docs/current/view-pg-locks.html).
 */
export const IS_GATEWAY_ON = `EXISTS (
  SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = ${SOLE} AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;

/**
 * Makes this connection the only gateway on its database, until it ends: two gateways would both take up the
 * interrupted messages, and send them twice. A connection may take the lock again that it holds.
 * @param name of the database, for people
 * @throws PostgresError 55P03 (`lock_not_available`) if another gateway runs on the database
 */
export const becomeSole = (db: Pick<Db, 'prepare'>, name: string): void => {
  const isTaken = db.prepare<[], number>(`SELECT pg_try_advisory_lock(${SOLE})`).pluck().get() !== 1;
  if (isTaken)
    throw new PostgresError(`another gateway runs on ${name}: one store, one gateway`, '55P03', false);
};

/**
 * Says in the database that this is the gateway on it from now on. The number is a random one: one that counts would
 * come again in a database that was restored.
 * @param version of the schema that this program knows
 * @throws Error if the schema has another version
 */
export const nextGateway = (db: Db, version: number): number => {
  const number = randomInt(2 ** 47);
  db.begin();
  try {
    const { changes } = db
      .prepare<[number, number]>('UPDATE tocsin_schema SET gateway = ? WHERE version = ?')
      .run(number, version);
    if (changes === 0) throw new Error('another version of Tocsin has changed the schema meanwhile');
    db.exec(FORGET_COMMITS);
    db.commit();
    return number;
  } catch (error) {
    if (db.inTransaction) db.rollback();
    throw error;
  }
};

/**
 * Sees to it that no other gateway has had the database while the connection was lost: it has taken up what this one
 * was sending.
 * @throws StoreLost
 */
export const stillThatGateway = (db: Pick<Db, 'prepare'>, number: number): void => {
  const last = db.prepare<[], number>('SELECT gateway FROM tocsin_schema').pluck().get();
  if (last !== number) throw new StoreLost('another gateway had the database while the connection was lost');
};
