import { randomInt } from 'node:crypto';
import { type Db, StoreLost } from '../../db.ts';
import { FORGET_COMMITS } from '../session.ts';
import { PostgresError } from '../thread/blocking-client.ts';
import { fenceOf, otherSession, REPLACED } from './fence.ts';
import { GATEWAYS, type Gateway } from './gateway.ts';

/** The server may take a moment to notice that the connection of a gateway has ended. */
const TRIED_EVERY_S = 0.1;
const TRIES = 20;

/** Ends all nodes: each finds it out with its next transaction that writes. */
export const END_NODES = 'UPDATE nodes SET run = 0, leads = 0, key = NULL';

/** The only gateway on a database. */
export class SoleGateway implements Gateway {
  readonly node = undefined;
  readonly isAlone = true;
  readonly #name: string;
  #number: number | undefined;

  /** @param name of the database, for people */
  constructor(name: string) {
    this.#name = name;
  }

  /**
   * The lock keeps any other gateway off. Where a pooler gives its session, and so its lock, to another client, only
   * this does.
   */
  fence(pid: number): string {
    const isReplaced = `NOT EXISTS (SELECT FROM tocsin_schema WHERE gateway = ${this.#number})`;
    return fenceOf([
      otherSession(pid),
      ...(this.#number === undefined ? [] : [[isReplaced, REPLACED] as const]),
    ]);
  }

  take(db: Pick<Db, 'prepare'>): void {
    becomeSole(db, this.#name);
    if (this.#number !== undefined) stillThatGateway(db, this.#number);
  }

  register(db: Db, version: number): void {
    db.begin();
    try {
      // Another session may have answered when the lock was taken; this transaction comes by the one that is checked.
      becomeSole(db, this.#name);
      const number = nextGateway(db, version);
      // A node whose connection is away must not go on after this gateway, which takes up what it was sending.
      db.exec(END_NODES);
      db.commit();
      this.#number = number;
    } catch (error) {
      if (db.inTransaction) db.rollback();
      throw error;
    }
  }
}

/**
 * Makes this connection the only gateway on its database, until it ends: two gateways would both take up the
 * interrupted messages, and send them twice. A connection may take the lock again that it holds.
 * @param name of the database, for people
 * @throws PostgresError 55P03 (`lock_not_available`) if another gateway runs on the database
 */
export const becomeSole = (db: Pick<Db, 'prepare'>, name: string): void => {
  const take = db.prepare<[], number>(`SELECT pg_try_advisory_lock(${GATEWAYS})`).pluck();
  const wait = db.prepare(`SELECT pg_sleep(${TRIED_EVERY_S})`);
  for (let tries = 1; take.get() !== 1; tries++) {
    if (tries === TRIES)
      throw new PostgresError(
        `another gateway runs on ${name}: one store, one gateway, unless each has a name of its own (node: NAME)`,
        '55P03',
        false,
      );
    wait.get();
  }
};

/**
 * Says in the database that this is the gateway on it from now on, in the caller's transaction. The number is a random
 * one: one that counts would come again in a database that was restored.
 * @param version of the schema that this program knows
 * @throws Error if the schema has another version
 */
export const nextGateway = (db: Db, version: number): number => {
  const number = randomInt(2 ** 47);
  const { changes } = db
    .prepare<[number, number]>('UPDATE tocsin_schema SET gateway = ? WHERE version = ?')
    .run(number, version);
  if (changes === 0) throw new Error('another version of Tocsin has changed the schema meanwhile');
  db.exec(FORGET_COMMITS);
  return number;
};

/**
 * Sees to it that no other gateway has had the database while the connection was lost: it has taken up what this one
 * was sending.
 * @throws StoreLost
 */
const stillThatGateway = (db: Pick<Db, 'prepare'>, number: number): void => {
  const last = db.prepare<[], number>('SELECT gateway FROM tocsin_schema').pluck().get();
  if (last !== number) throw new StoreLost('another gateway had the database while the connection was lost');
};
