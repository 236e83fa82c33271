import { randomInt } from 'node:crypto';
import { MOST_NODES } from '../../../domain/operation/most-nodes.ts';
import { type Db, type NodeOfDb, StoreLost } from '../../db.ts';
import { ENDS_WHEN_FROZEN } from '../begin.ts';
import { PostgresError } from '../thread/blocking-client.ts';
import { DECLARED_DEAD, fenceOf, otherSession } from './fence.ts';
import { GATEWAYS, type Gateway, type GatewayDb } from './gateway.ts';
import { nextGateway } from './sole.ts';

/** The first half of the keys of the locks that nodes hold; the second is the number of the node. */
export const NODES = 0x746f_6375;

interface NodeRow {
  readonly number: number;
  readonly name: string;
  readonly run: number;
}

/**
 * One of several gateways on a database. Its session holds two locks: one that all nodes share, so that no gateway
 * without a name runs beside them, and one of its own, so that no two processes have its name.
 */
export class NodeGateway implements Gateway {
  readonly isAlone = false;
  readonly #name: string;
  readonly #place: string;
  #number: number | undefined;
  #run: number | undefined;
  #seed = 0;
  #version = 0;

  /**
   * @param name of the node
   * @param place the database, for people
   */
  constructor(name: string, place: string) {
    this.#name = name;
    this.#place = place;
  }

  /** Undefined before `register`. */
  get node(): NodeOfDb | undefined {
    return this.#number === undefined
      ? undefined
      : { name: this.#name, number: this.#number, seed: this.#seed };
  }

  /** Each transaction that writes fails once another node has declared this one dead, and has taken its messages. */
  fence(pid: number): string {
    const isDead = `NOT EXISTS (SELECT FROM nodes WHERE number = ${this.#number} AND run = ${this.#run})`;
    return fenceOf([
      otherSession(pid),
      ...(this.#run === undefined ? [] : [[isDead, DECLARED_DEAD] as const]),
    ]);
  }

  take(db: GatewayDb): void {
    // Before `register` it holds no lock: the schema may be changed only while no gateway does.
    if (this.#number === undefined || this.#run === undefined) return;
    const run = ask<number>(db, `SELECT run FROM nodes WHERE number = ${this.#number}`);
    const version = ask<number>(db, 'SELECT version FROM tocsin_schema');
    if (version !== this.#version)
      throw new StoreLost('another version of Tocsin has changed the schema meanwhile');
    if (run !== this.#run) throw new StoreLost(`another node has declared ${this.#name} dead meanwhile`);
    this.#hold(db, this.#number);
  }

  register(db: GatewayDb, version: number): void {
    db.begin();
    try {
      this.#share(db);
      // A gateway without a name that has lost its connection must not go on after this node.
      nextGateway(db, version);
      const number = this.#numberFor(db);
      const run = 1 + randomInt(2 ** 47 - 1);
      const { changes } = db
        .prepare<[string, number, number]>('UPDATE nodes SET name = ?, run = ?, leads = 0 WHERE number = ?')
        .run(this.#name, run, number);
      if (changes === 0)
        db.prepare<[number, string, number]>(
          'INSERT INTO nodes (number, name, run, beat, heard, leads) VALUES (?, ?, ?, 0, 0, 0)',
        ).run(number, this.#name, run);
      this.#seed = seedOf(db);
      db.commit();
      this.#number = number;
      this.#run = run;
      this.#version = version;
    } catch (error) {
      if (db.inTransaction) db.rollback();
      throw error;
    }
    // If the connection was lost in that commit, it was made anew without the locks.
    this.#hold(db, this.#number);
  }

  /** Takes both locks, which the session may have already, and bounds its transactions. */
  #hold(db: GatewayDb, number: number): void {
    this.#share(db);
    if (!this.#tryOwn(db, number)) throw this.#isTaken();
    db.runPlain(ENDS_WHEN_FROZEN);
  }

  #share(db: GatewayDb): void {
    if (ask<number>(db, `SELECT pg_try_advisory_lock_shared(${GATEWAYS})`) === 1) return;
    throw new PostgresError(
      `another gateway runs on ${this.#place}, without a name of its own (node: NAME)`,
      '55P03',
      false,
    );
  }

  /** Takes the lock of the number that the name had, of a free one, or of that of a node that runs no more. */
  #numberFor(db: GatewayDb): number {
    const rows = db.prepare<[], NodeRow>('SELECT number, name, run FROM nodes ORDER BY run <> 0, beat').all();
    const known = this.#number ?? rows.find(({ name }) => name === this.#name)?.number;
    if (known !== undefined) {
      if (!this.#tryOwn(db, known)) throw this.#isTaken();
      return known;
    }
    const taken = rows.map(({ number }) => number);
    const free = Array.from({ length: MOST_NODES }, (_, index) => index + 1).filter(
      (one) => !taken.includes(one),
    );
    // Messages that a node was sending, and that no other node has taken up yet, go with its number.
    const number = [...free, ...taken].find((one) => this.#tryOwn(db, one));
    if (number === undefined) throw new Error(`${MOST_NODES} nodes run on the database already`);
    return number;
  }

  #tryOwn(db: GatewayDb, number: number): boolean {
    return ask<number>(db, `SELECT pg_try_advisory_lock(${NODES}, ${number})`) === 1;
  }

  #isTaken(): PostgresError {
    return new PostgresError(`another gateway runs on ${this.#place} as node ${this.#name}`, '55P03', false);
  }
}

const ask = <Value>(db: Pick<Db, 'prepare'>, sql: string): Value | undefined =>
  db.prepare<[], Value>(sql).pluck().get();

/** Where the hashes of all nodes begin. The first node of the database draws it. */
const seedOf = (db: Db): number => {
  const find = db.prepare<[], { value: Buffer }>("SELECT value FROM secrets WHERE name = 'nodeHashes'");
  if (find.get() === undefined) {
    const drawn = Buffer.alloc(6);
    drawn.writeUIntBE(randomInt(2 ** 47), 0, 6);
    db.prepare("INSERT INTO secrets (name, value) VALUES ('nodeHashes', ?)").run(drawn);
  }
  const value = find.get()?.value;
  if (value === undefined) throw new Error('the seed of the hashes of nodes is gone');
  return Buffer.from(value).readUIntBE(0, 6);
};
