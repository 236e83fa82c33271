import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Answer, Asked, ConnectionOptions, Refusal, Replied, Request } from './protocol.ts';
import { whileLiving } from './sign-of-life.ts';

/** How long a connection may take to be made, ms. */
const CONNECT_MS = 5000;
/** How long the answer to a statement may take, ms: a server that hangs must not hold up the gateway for ever. */
const ANSWER_MS = 30_000;
/** The same for a statement of a migration or a transfer, which may build an index of millions of rows. */
const PATIENT_MS = 86_400_000;
/** How long the end of a connection may take, ms. */
const END_MS = 1000;
/** PostgreSQL's state for a connection that failed (`connection_failure`). */
const LOST_STATE = '08006';
/** The function of the server that warns of a commit which no standby has confirmed (syncrep.c of PostgreSQL). */
const WAITS_FOR_STANDBY = 'SyncRepWaitForLSN';
/** Connection errors, and a server that shuts down. */
const LOST = /^(?:08|57P)/;

const asNumber = (text: string): number => Number(text);
/** How values of PostgreSQL's types are read: as SQLite gives them, which has no booleans. */
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.BOOL, (text) => (text === 't' ? 1 : 0)],
  [pg.types.builtins.INT8, asNumber],
  [pg.types.builtins.INT4, asNumber],
  [pg.types.builtins.INT2, asNumber],
  [pg.types.builtins.FLOAT4, asNumber],
  [pg.types.builtins.FLOAT8, asNumber],
  [pg.types.builtins.NUMERIC, asNumber],
  [pg.types.builtins.BYTEA, pg.types.getTypeParser(pg.types.builtins.BYTEA)],
]);
const asText = (text: string): unknown => text;
const types = { getTypeParser: (oid: number) => PARSERS.get(oid) ?? asText };

/** Each address of a server that has several may have failed in its own way. */
const whyOf = (error: unknown): string =>
  error instanceof AggregateError
    ? error.errors.map((one: Error) => one.message).join(', ')
    : (error as Error).message;

/** What a client of pg is made of: nothing else ends a connection whose other end is silent. */
interface WithStream {
  readonly connection: { readonly stream: { destroy(): void } };
}

/** One connection to the server, which is made again when it was lost and is asked for. */
export class Connection {
  #client: pg.Client | undefined;
  #options: ConnectionOptions | undefined;
  readonly #heard: () => void;
  readonly #told: (from: string) => void;
  /** How many commits did not wait for a standby, since the wait was cancelled. */
  #unreplicated = 0;

  /**
   * @param heard is called when the server shows that it lives while an answer takes long
   * @param told is called with what another connection tells (LISTEN)
   */
  constructor(heard: () => void, told: (from: string) => void) {
    this.#heard = heard;
    this.#told = told;
  }

  async reply(asked: Asked): Promise<Replied> {
    try {
      if (asked === 'end') await this.#end();
      else if ('connect' in asked) await this.#connect(asked.connect);
      else return await this.#queries(asked);
      return { answers: [] };
    } catch (error) {
      return { refusal: this.#refusalOf(error) };
    }
  }

  async #connect(options: ConnectionOptions): Promise<void> {
    const { url, isReadOnly } = options;
    await this.#end();
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_MS,
      application_name: isReadOnly ? 'tocsin reads' : 'tocsin',
      keepAlive: true,
      pipeline: true,
      types: types as pg.CustomTypesConfig,
    });
    // Without a listener the loss of an idle connection would end the process. The next statement says that it is lost.
    client.on('error', () => this.#drop(client));
    client.on('end', () => this.#drop(client));
    client.on('notification', ({ payload = '' }) => this.#told(payload));
    client.on('notice', ({ routine }) => {
      if (routine === WAITS_FOR_STANDBY) this.#unreplicated++;
    });
    await client.connect();
    this.#client = client;
    this.#options = options;
  }

  async #queries(all: readonly Request[]): Promise<Replied> {
    const before = this.#unreplicated;
    const asked = Promise.allSettled(all.map((one) => this.#query(one)));
    const answers = await this.#whileLiving(asked);
    const failed = answers.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const answered = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const last = answered.pop();
    const isUnreplicated = this.#unreplicated > before;
    return { answers: last === undefined ? [] : [...answered, { ...last, isUnreplicated }] };
  }

  /** A read is given up if the server shows no life: others wait behind it, and requests for what their token may. */
  #whileLiving<T>(asked: Promise<T>): Promise<T> {
    const client = this.#client;
    const { url = '', isReadOnly = false } = this.#options ?? {};
    return whileLiving(asked, url, this.#heard, () => {
      if (isReadOnly) (client as unknown as WithStream | undefined)?.connection.stream.destroy();
    });
  }

  async #query({ name, text, values, isPatient }: Request): Promise<Answer> {
    if (this.#client === undefined) throw new Error('the connection is lost');
    const query_timeout = isPatient === true ? PATIENT_MS : ANSWER_MS;
    const config = { name, text, values, rowMode: 'array', query_timeout };
    const result = await this.#client.query<unknown[]>(config as unknown as pg.QueryArrayConfig<unknown[]>);
    // A text of several statements has a result for each: the last one's is given.
    const last = (Array.isArray(result) ? result.at(-1) : result) as pg.QueryArrayResult<unknown[]>;
    const { command, rows } = last;
    const changes = command === 'SELECT' ? 0 : (last.rowCount ?? 0);
    return { columns: last.fields.map((field) => field.name), rows, command, changes };
  }

  async #end(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (client === undefined) return;
    // A server that does not answer any more would hold up the end.
    const ended = client.end().catch(() => undefined);
    await Promise.race([ended, delay(END_MS, undefined, { ref: false })]);
  }

  #drop(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
  }

  #refusalOf(error: unknown): Refusal {
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    const isFatal = error instanceof pg.DatabaseError && /^(?:FATAL|PANIC)$/.test(error.severity ?? '');
    // A server that shuts down says so, and then closes the connection. An error of another kind is one of the socket,
    // or an answer that has not come in time.
    if (code === undefined || isFatal || LOST.test(code)) void this.#end();
    return { message: whyOf(error), code: code ?? LOST_STATE, isLost: this.#client === undefined };
  }
}
