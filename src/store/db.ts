/** What a statement that wrote says of it. */
export interface Written {
  readonly changes: number;
}

/**
 * A prepared statement. Parameters are given by position, or as one object by their names. A row is an object, or what
 * `pluck` and `raw` make of it.
 */
export interface Statement<Parameters extends readonly unknown[], Row> {
  /** Whether the statement gives rows. */
  readonly reader: boolean;
  run(...parameters: Parameters): Written;
  get(...parameters: Parameters): Row | undefined;
  all(...parameters: Parameters): Row[];
  iterate(...parameters: Parameters): IterableIterator<Row>;
  /** From now on a row is the value of its first column. */
  pluck(): this;
  /** From now on a row is the array of its values. */
  raw(): this;
}

/**
 * Nobody knows any more what this process may rely on, such as whether a commit was made: the thread ends with this
 * error, and the gateway with it. Its next start finds out what is on disk.
 */
export class StoreLost extends Error {}

/** One of several gateways on a database, as the rules know it. */
export interface NodeOfDb {
  readonly name: string;
  /** 1 to `MOST_NODES`. */
  readonly number: number;
  /** Where the hashes of all nodes begin. */
  readonly seed: number;
}

/**
 * A connection to a database as the rules of the store use it: each statement is answered at once. A rule therefore
 * stands once, whichever database it works on.
 */
export interface Db {
  /** The node whose connection this is; undefined: the gateway is alone on the database. */
  readonly node?: NodeOfDb | undefined;
  /** Whether each answer comes over a wire: to ask for many rows at once saves most of the time then. */
  readonly isRemote?: boolean;
  readonly inTransaction: boolean;
  /** How many rows this connection has written since it was opened. */
  readonly changes: number;
  /**
   * Prepares one statement. It is compiled when it is first used, which is also when an error in its text is thrown.
   */
  prepare<Parameters extends readonly unknown[] | object = unknown[], Row = unknown>(
    sql: string,
  ): Statement<Parameters extends readonly unknown[] ? Parameters : [Parameters], Row>;
  /** Runs one or more statements without parameters. */
  exec(sql: string): void;
  /** Begins a transaction that writes. It waits for that of another process. */
  begin(): void;
  commit(): void;
  rollback(): void;
  /** Writes something that changes nothing, which shows whether the database can be written. */
  touch(): void;
  /**
   * Of a server alone, which may not answer for long: while a call waits for it, `told` is called every half second
   * with the ms since the last answer.
   */
  whileSilent?(told: (silentMs: number) => void): void;
  /** Of a node alone: tells the other nodes of the open transaction once it is committed. */
  tell?(): void;
  /** Of a connection of a node that reads: `told` is called after another node has told of something. */
  whenTold?(told: () => void): void;
  close(): void;
}
