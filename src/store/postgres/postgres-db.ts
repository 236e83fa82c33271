import type { Db, Statement, Written } from '../db.ts';
import { PostgresStatement } from './postgres-statement.ts';
import { fromSqlite } from './schema/from-sqlite.ts';
import { statementsOf } from './schema/statements-of.ts';
import { becomeSole } from './sole-gateway.ts';
import { toPostgres } from './sql.ts';
import { BlockingClient, PostgresError } from './thread/blocking-client.ts';
import type { Answer, ConnectionOptions, Request } from './thread/protocol.ts';

/**
 * The key of the advisory lock that a transaction which writes holds until it ends. So transactions write one after
 * another, as they do on SQLite, whichever process they are of: no rule reads what another one is about to change, and
 * ids are committed in their order, which every reader of events relies on.
 */
const WRITES = 0x746f_6373;
/** PostgreSQL's code for a transaction whose end nobody knows: `transaction_resolution_unknown`. */
const UNKNOWN = '08007';
/** How often the outcome of a commit is asked for after its connection was lost, and how long apart, ms. */
const TRIES = 60;
const TRY_AGAIN_MS = 500;

/** The largest number of statements that the server keeps prepared; any further one is prepared each time. */
const MOST_PREPARED = 1000;
/** The largest number of statements that wait for the next one whose answer is needed. */
const MOST_LATER = 500;
/** The largest number of values of statements that wait. */
const MOST_VALUES = 20_000;

const NOTHING = new Int32Array(new SharedArrayBuffer(4));
const pause = (ms: number): void => {
  Atomics.wait(NOTHING, 0, 0, ms);
};

/** A statement that is sent together with the next one whose answer is needed. */
class Later implements Written {
  readonly request: Request;
  readonly #send: () => void;
  #answer: Answer | undefined;

  constructor(request: Request, send: () => void) {
    this.request = request;
    this.#send = send;
  }

  answered(answer: Answer): void {
    this.#answer = answer;
  }

  get changes(): number {
    return this.answer.changes;
  }

  get answer(): Answer {
    if (this.#answer === undefined) this.#send();
    if (this.#answer === undefined) throw new PostgresError('the transaction was given up', '25P02', false);
    return this.#answer;
  }
}

/**
 * A connection to a PostgreSQL server as the rules of the store use it: each statement is answered at once. Statements
 * that only write are sent with the next one that is read, or with the commit: a message has several, and to wait for
 * the answer to each would take most of its time. An error of such a statement is thrown there, in its transaction.
 */
export class PostgresDb implements Db {
  readonly #options: ConnectionOptions;
  readonly #client = BlockingClient.take();
  /** The names of the prepared statements by their texts. */
  readonly #names = new Map<string, string>();
  #isLost = true;
  /** The answer to the beginning of the open transaction: its id. */
  #transaction: Later | undefined;
  #later: Later[] = [];
  #laterValues = 0;
  #changes = 0;

  /** @throws PostgresError if the server can't be reached */
  constructor(options: ConnectionOptions) {
    this.#options = options;
    try {
      this.#connect();
    } catch (error) {
      this.#client.end();
      throw error;
    }
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
  ): Statement<Parameters extends readonly unknown[] ? Parameters : [Parameters], Row> {
    const statement = new PostgresStatement(toPostgres(sql), {
      read: (text, values) => this.#ask(this.#prepared(text, values)),
      write: (text, values) => this.#write(this.#prepared(text, values)),
    });
    return statement as unknown as Statement<
      Parameters extends readonly unknown[] ? Parameters : [Parameters],
      Row
    >;
  }

  exec(sql: string): void {
    this.runPlain(statementsOf(sql).map(fromSqlite).join(';\n'));
  }

  /** Runs statements that are in PostgreSQL's words already, and may take very long. */
  runPlain(sql: string): void {
    this.#ask({ ...plain(sql), isPatient: true });
  }

  /** Begins a transaction that writes: it waits for those of other processes. */
  begin(): void {
    if (this.#isLost) this.#connect();
    this.#transaction = this.#putOff(
      plain(`BEGIN; SELECT pg_advisory_xact_lock(${WRITES}); SELECT pg_current_xact_id()`),
    );
  }

  /**
   * Ends the transaction. If the connection is lost meanwhile, the server is asked what became of it: a claim that was
   * committed, and of which nobody knows, would leave its messages as `sending` for ever.
   * @throws PostgresError if nothing was written; its code is 08007 if nobody knows
   */
  commit(): void {
    const begun = this.#transaction;
    // What waits is sent before the commit, so that its error is not one of the commit.
    const id = begun === undefined ? '' : String(begun.answer.rows[0]?.[0]);
    this.#send();
    try {
      this.#ask(plain('COMMIT'));
      this.#transaction = undefined;
    } catch (error) {
      if (!(error instanceof PostgresError && error.isLost)) throw error;
      if (!this.#wasCommitted(id)) throw error;
    }
  }

  rollback(): void {
    this.#later = [];
    this.#transaction = undefined;
    if (!this.#isLost) this.#ask(plain('ROLLBACK'));
  }

  touch(): void {
    this.exec('UPDATE tocsin_schema SET version = version');
  }

  close(): void {
    this.#client.end();
  }

  #prepared(text: string, values: readonly unknown[]): Request {
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= MOST_PREPARED) return { name: known, text, values };
    const name = `s${this.#names.size}`;
    this.#names.set(text, name);
    return { name, text, values };
  }

  #write(request: Request): Written {
    return this.inTransaction ? this.#putOff(request) : this.#ask(request);
  }

  #putOff(request: Request): Later {
    const later = new Later(request, () => this.#send());
    this.#later.push(later);
    this.#laterValues += request.values?.length ?? 0;
    // What waits is held in memory twice, so it is bounded.
    if (this.#later.length >= MOST_LATER || this.#laterValues >= MOST_VALUES) this.#send();
    return later;
  }

  #send(): void {
    if (this.#later.length > 0) this.#askAll([]);
  }

  #ask(request: Request): Answer {
    return this.#askAll([request])[0] as Answer;
  }

  /** Sends what waits and these, and returns the answers to these. */
  #askAll(requests: readonly Request[]): readonly Answer[] {
    const before = this.#later;
    this.#later = [];
    this.#laterValues = 0;
    if (this.#isLost) this.#connect();
    try {
      const answers = this.#client.query([...before.map(({ request }) => request), ...requests]);
      for (const [at, one] of before.entries()) one.answered(answers[at] as Answer);
      for (const { changes } of answers) this.#changes += changes;
      return answers.slice(before.length);
    } catch (error) {
      if (error instanceof PostgresError && error.isLost) {
        this.#isLost = true;
        this.#transaction = undefined;
      }
      throw error;
    }
  }

  #connect(): void {
    this.#client.connect(this.#options);
    this.#isLost = false;
    if (this.#options.isSole !== true) return;
    try {
      becomeSole(this, this.#options.name);
    } catch (error) {
      // Without the lock nothing may be written, so the next statement connects anew.
      this.#isLost = true;
      throw error;
    }
  }

  #wasCommitted(id: string): boolean {
    for (let tries = 0; tries < TRIES; tries++) {
      try {
        const status = this.#ask(plain(`SELECT pg_xact_status('${id}')`)).rows[0]?.[0];
        if (status === 'committed') return true;
        // Otherwise the server has not noticed yet that the connection is gone.
        if (status !== 'in progress') return false;
      } catch (error) {
        if (!this.#isLost) throw error;
      }
      pause(TRY_AGAIN_MS);
    }
    throw new PostgresError(
      'the connection was lost in a commit, and nobody knows its outcome',
      UNKNOWN,
      true,
    );
  }
}

/** One or more statements without parameters, which are not prepared. */
const plain = (text: string): Request => ({ name: undefined, text, values: undefined });
