import { randomBytes } from 'node:crypto';
import type { Db, Statement, Written } from '../db.ts';
import { beginOf, sessionOf } from './begin.ts';
import { mustNotBeFenced } from './gateway/fence.ts';
import type { Gateway } from './gateway/gateway.ts';
import { Later, WaitingRequests } from './later.ts';
import { mustHaveKept, wasCommitted } from './lost-commit.ts';
import { PostgresStatement } from './postgres-statement.ts';
import { PreparedNames } from './prepared-names.ts';
import { fromSqlite } from './schema/from-sqlite.ts';
import { statementsOf } from './schema/statements-of.ts';
import { type Backend, beginSession, markOf, plain } from './session.ts';
import { toPostgres } from './sql.ts';
import { BlockingClient, PostgresError } from './thread/blocking-client.ts';
import type { Answer, ConnectionOptions, Patience, Request } from './thread/protocol.ts';
import { HEAR, tellFrom } from './told.ts';

const GIVEN_UP = 'the transaction was given up';

/**
 * A connection to a PostgreSQL server as the rules of the store use it: each statement is answered at once. Statements
 * that only write are sent with the next one that is read, or with the commit: a message has several, and to wait for
 * the answer to each would take most of its time. An error of such a statement is thrown there, in its transaction.
 */
export class PostgresDb implements Db {
  readonly isRemote = true;
  readonly #options: ConnectionOptions;
  readonly #gateway: Gateway | undefined;
  readonly #client = BlockingClient.take();
  readonly #names = new PreparedNames();
  #isLost = true;
  /** Whether the connection was lost in the transaction that the caller has not ended yet. */
  #isGivenUp = false;
  /** The answer to the beginning of the open transaction. */
  #transaction: Later | undefined;
  readonly #later = new WaitingRequests();
  #changes = 0;
  /** Whether the open transaction may have written something. */
  #hasWritten = false;
  /** Whether the other nodes are told of the open transaction. */
  #isTold = false;
  /** By which the server knows the commits of this object, whichever connection they were made by. */
  readonly #connection = randomBytes(8).toString('hex');
  #serial = 0;
  /** The last commit that the server has acknowledged. */
  #acknowledged = 0;
  #backend: Backend | undefined;

  /**
   * @param gateway whom the connection is for; undefined: a command
   * @throws PostgresError if the server can't be reached, or if other gateways don't let this one in
   */
  constructor(options: ConnectionOptions, gateway?: Gateway) {
    this.#options = options;
    this.#gateway = gateway;
    try {
      this.#connect();
    } catch (error) {
      this.#client.end();
      throw error;
    }
  }

  get node(): Db['node'] {
    return this.#gateway?.node;
  }

  get inTransaction(): boolean {
    return this.#transaction !== undefined;
  }

  get changes(): number {
    this.#send();
    return this.#changes;
  }

  prepare<Parameters extends readonly unknown[] | object = unknown[], Row = unknown>(
    sql: string,
    patience: Patience = {},
  ): Statement<Parameters extends readonly unknown[] ? Parameters : [Parameters], Row> {
    const statement = new PostgresStatement(toPostgres(sql), {
      read: (text, values) => this.#ask({ ...this.#names.request(text, values), ...patience }),
      write: (text, values) => this.#write(this.#names.request(text, values)),
    });
    return statement as unknown as Statement<
      Parameters extends readonly unknown[] ? Parameters : [Parameters],
      Row
    >;
  }

  exec(sql: string, patience: Patience = {}): void {
    // What was to be sent since the savepoint belongs to what is given up.
    if (sql.startsWith('ROLLBACK TO')) this.#later.take();
    this.runPlain(statementsOf(sql).map(fromSqlite).join(';\n'), patience);
  }

  /** Runs statements in PostgreSQL's words. */
  runPlain(sql: string, patience: Patience = {}): void {
    this.#ask({ ...plain(sql), ...patience });
  }

  /** Begins a transaction that writes: it waits for those of other processes. */
  begin(): void {
    this.#isGivenUp = false;
    this.#hasWritten = false;
    this.#isTold = false;
    // Each statement sees what was committed before it, and not before the lock was asked for, as with another level.
    this.#transaction = this.#putOff(this.#beginning());
  }

  /**
   * Ends the transaction. If the connection is lost meanwhile, the server is asked what became of it: a claim that was
   * committed, and of which nobody knows, would leave its messages as `sending` for ever. It is asked too
   * if the wait for a standby was cancelled: that standby may lack the commit.
   * @throws PostgresError if nothing was written; StoreLost if nobody knows
   */
  commit(): void {
    const serial = this.#hasWritten ? ++this.#serial : undefined;
    try {
      const mark = serial === undefined ? [] : [markOf(this.#connection, serial)];
      const tell = this.#isTold ? [tellFrom(this.#gateway?.node?.name ?? '')] : [];
      const { command, isUnreplicated } = this.#askAll([...mark, ...tell, plain('COMMIT')]).at(-1) ?? {};
      this.#transaction = undefined;
      const isDoubtful = isUnreplicated === true && serial !== undefined && !this.#wasMade(serial);
      // A commit after an error that nobody has noticed is a rollback.
      if (command !== 'COMMIT' || isDoubtful) throw new PostgresError(GIVEN_UP, '25P02', false);
    } catch (error) {
      if (!(error instanceof PostgresError && error.isLost)) throw error;
      this.#isGivenUp = false;
      if (serial === undefined || !this.#wasMade(serial)) throw error;
    }
    this.#acknowledged = serial ?? this.#acknowledged;
  }

  rollback(): void {
    this.#later.take();
    this.#transaction = undefined;
    this.#isGivenUp = false;
    try {
      if (!this.#isLost) this.#ask(plain('ROLLBACK'));
    } catch (error) {
      // The server rolls back by itself what a lost connection had begun.
      if (!this.#isLost) throw error;
    }
  }

  whileSilent(told: (silentMs: number) => void): void {
    this.#client.whileSilent(told);
  }

  tell(): void {
    this.#isTold = this.node !== undefined;
  }

  whenTold(told: () => void): void {
    this.#client.whenTold((from) => from === this.#options.hears || told());
  }

  touch(): void {
    this.exec('UPDATE tocsin_schema SET version = version');
  }

  close(): void {
    this.#client.end();
  }

  /** The beginning of a transaction that writes. It names the session, so there must be one first. */
  #beginning(): Request {
    if (this.#isLost) this.#connect();
    return plain(beginOf(this.#gateway, this.#backend));
  }

  #write(request: Request): Written {
    if (!this.inTransaction) return this.#ask(request);
    this.#hasWritten = true;
    return this.#putOff(request);
  }

  #putOff(request: Request): Later {
    const later = new Later(request, () => this.#send());
    this.#later.put(later);
    if (this.#later.areMany) this.#send();
    return later;
  }

  #send(): void {
    if (this.#later.areAny) this.#askAll([]);
  }

  #ask(request: Request): Answer {
    return this.#askAll([request])[0] as Answer;
  }

  /** Sends what waits and these, and returns the answers to these. */
  #askAll(requests: readonly Request[]): readonly Answer[] {
    // What follows in a transaction that is lost would be written outside of it, by a new connection.
    if (this.#isGivenUp) throw new PostgresError(GIVEN_UP, '08006', true);
    const before = this.#later.take();
    if (this.#isLost) this.#connect();
    try {
      const answers = this.#client.query([...before.map(({ request }) => request), ...requests]);
      for (const [at, one] of before.entries()) one.answered(answers[at] as Answer);
      for (const { changes } of answers) this.#changes += changes;
      this.#hasWritten ||= answers.some(({ changes }) => changes > 0);
      return answers.slice(before.length);
    } catch (error) {
      if (this.#gateway !== undefined) mustNotBeFenced(error);
      if (error instanceof PostgresError && error.isLost) {
        this.#isLost = true;
        this.#isGivenUp = this.inTransaction;
        this.#transaction = undefined;
      }
      throw error;
    }
  }

  #connect(): void {
    this.#client.connect(this.#options);
    this.#isLost = false;
    try {
      const ask = (request: Request): Answer => this.#ask(request);
      const { isReadOnly, hears } = this.#options;
      const backend = beginSession(ask, isReadOnly ? undefined : this.#backend);
      if (hears !== undefined) this.runPlain(HEAR);
      if (isReadOnly) return;
      mustHaveKept(ask, this.#connection, this.#acknowledged);
      this.#backend = backend;
      this.runPlain(sessionOf(this.#gateway));
      this.#gateway?.take(this);
    } catch (error) {
      // Without the lock nothing may be written, so the next statement connects anew.
      this.#isLost = true;
      throw error;
    }
  }

  #wasMade(serial: number): boolean {
    return wasCommitted({
      begin: () => this.#ask(this.#beginning()),
      connection: this.#connection,
      serial,
      acknowledged: this.#acknowledged,
      ask: (request) => this.#ask(request),
      connectAnew: () => {
        this.#isLost = true;
      },
      client: this.#client,
    });
  }
}
