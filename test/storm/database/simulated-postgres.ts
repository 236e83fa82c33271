import { StoreLost } from '../../../src/store/db.ts';
import { openPostgresForWriting } from '../../../src/store/postgres/open.ts';
import { type BlockingClient, PostgresError } from '../../../src/store/postgres/thread/blocking-client.ts';
import type { Answer, Request } from '../../../src/store/postgres/thread/protocol.ts';
import { dropDatabase, ensureDatabase, urlOf } from '../../support/postgres/database.ts';
import { unwatchDatabase, type Watcher, watchDatabase } from './postgres-watch.ts';
import type { Condition, Left, Moment, SimulatedDatabase } from './simulated-database.ts';

/** The server can't be reached. */
const AWAY = 'away';
/** Each connection is soon lost, most of them in a commit. */
const LOSING = 'losing';

/** What PostgreSQL says where SQLite says this. A server that can't sync its log ends, and is away. */
const FAILURES: Readonly<Record<string, string>> = {
  SQLITE_FULL: '53100',
  SQLITE_IOERR_WRITE: '58030',
  SQLITE_IOERR_FSYNC: AWAY,
  SQLITE_READONLY: '25006',
};

/** How likely a connection is lost with a statement, before a commit, and after a commit and before its answer. */
const LOST_ASKING = 0.03;
const LOST_BEFORE_COMMIT = 0.15;
const LOST_AFTER_COMMIT = 0.4;
/** So many times nothing is lost after a loss: to ask what became of a commit takes some, and each loss half a second. */
const SPARED = 12;
/** The largest number of times that a process asks within a transaction before the power fails. */
const MOST_ASKED = 12;

const lost = (): PostgresError => new PostgresError('Connection terminated unexpectedly', '08006', true);

const isCommit = (all: readonly Request[]): boolean => all.some(({ text }) => text === 'COMMIT');

/** A statement that fails where another one would write: PostgreSQL gives the transaction up itself. */
const failing = (code: string): Request => ({
  name: undefined,
  text: `DO $$ BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '${code}'; END $$`,
  values: undefined,
});
const WRITES = /^\s*(?:INSERT|UPDATE|DELETE)\b|^\s*WITH\b[\s\S]*\b(?:INSERT INTO|UPDATE|DELETE FROM)\b/;

let made = 0;

/** A database of a real PostgreSQL, which loses nothing. What goes wrong is the way to it, or a process dies. */
export class SimulatedPostgres implements SimulatedDatabase, Watcher {
  readonly kind = 'postgres';
  readonly #name: string;
  readonly #random: () => number;
  /** The connections of the process. */
  readonly #clients = new Set<BlockingClient>();
  #condition: Condition = { failures: [] };
  #spared = 0;
  /** How many times the process still asks before it dies, or the commit with which it dies; undefined: it lives. */
  #diesAt: number | 'before the commit' | 'after the commit' | undefined;

  private constructor(name: string, damage: () => number) {
    this.#name = name;
    this.#random = damage;
  }

  /** @param damage decides what is lost */
  static async make(damage: () => number): Promise<SimulatedPostgres> {
    const database = new SimulatedPostgres(`storm_${process.pid}_${made++}`, damage);
    await ensureDatabase(database.#name, async (url) =>
      openPostgresForWriting({ kind: 'postgres', url }).close(),
    );
    watchDatabase(urlOf(database.#name), database);
    return database;
  }

  get configured(): { readonly postgres: string } {
    return { postgres: urlOf(this.#name) };
  }

  /** The gateway does not see the free space of PostgreSQL's disk, so that connections are lost instead. */
  failureOf(kind: 'no room' | 'failing disk' | 'slow disk', code: string): string | undefined {
    if (kind === 'no room') return LOSING;
    return kind === 'failing disk' ? FAILURES[code] : undefined;
  }

  opened(condition: Condition): void {
    this.#condition = condition;
  }

  write(work: () => void): void {
    work();
  }

  writeUntilCut(moment: Moment, work: () => void): Left {
    if (moment === 'within') {
      const roll = this.#random();
      if (roll < 0.3) this.#diesAt = 'before the commit';
      else if (roll < 0.6) this.#diesAt = 'after the commit';
      else this.#diesAt = Math.floor(this.#random() * MOST_ASKED);
    }
    if (moment !== 'before') work();
    return this.left();
  }

  left(): Left {
    return () => this.processEnded();
  }

  /** There is no file of which another program could have a part. */
  leftOfCheckpoint(): Left {
    return this.left();
  }

  /** The server gives up what the process had not committed. */
  processEnded(): void {
    this.#diesAt = undefined;
    for (const client of this.#clients) client.end();
  }

  async remove(): Promise<void> {
    this.processEnded();
    unwatchDatabase(this.configured.postgres);
    await dropDatabase(this.#name);
  }

  connects(client: BlockingClient, connect: () => void): void {
    this.#clients.add(client);
    connect();
  }

  ended(client: BlockingClient): void {
    this.#clients.delete(client);
  }

  asks(all: readonly Request[], ask: (all: readonly Request[]) => readonly Answer[]): readonly Answer[] {
    if (this.#diesAt !== undefined) return this.#askDying(all, ask);
    const failure = this.#failure;
    switch (failure) {
      case undefined:
        return ask(all);
      case AWAY:
        throw lost();
      case LOSING:
        return this.#askLosing(all, ask);
      default:
        return ask(all.map((one) => (WRITES.test(one.text) ? failing(failure) : one)));
    }
  }

  /** A database that refuses all writes is worse than one to which each connection is soon lost. */
  get #failure(): string | undefined {
    const { failures } = this.#condition;
    return failures.find((one) => one !== LOSING) ?? failures[0];
  }

  #askDying(all: readonly Request[], ask: (all: readonly Request[]) => readonly Answer[]): readonly Answer[] {
    const at = this.#diesAt;
    if (at === 'after the commit' && isCommit(all)) ask(all);
    if (typeof at === 'number' ? at <= 0 : isCommit(all)) {
      this.#diesAt = 0;
      throw new StoreLost('the process is dead');
    }
    if (typeof at === 'number') this.#diesAt = at - 1;
    return ask(all);
  }

  #askLosing(
    all: readonly Request[],
    ask: (all: readonly Request[]) => readonly Answer[],
  ): readonly Answer[] {
    if (this.#spared > 0) {
      this.#spared--;
      return ask(all);
    }
    const roll = this.#random();
    if (roll > (isCommit(all) ? LOST_AFTER_COMMIT : LOST_ASKING)) return ask(all);
    this.#spared = SPARED;
    if (isCommit(all) && roll > LOST_BEFORE_COMMIT) ask(all);
    throw lost();
  }
}
