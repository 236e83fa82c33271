/** How long a statement may take. */
export interface Patience {
  /** Whether it may take very long, as one of a migration or a transfer; a gateway that runs waits for none so long. */
  readonly isPatient?: boolean;
}

/** One statement for the connection. */
export interface Request extends Patience {
  /** Under which the server keeps the prepared statement; undefined: it doesn't keep it. */
  readonly name: string | undefined;
  readonly text: string;
  /** Its parameters; undefined: the text has none, and may hold several statements. */
  readonly values: readonly unknown[] | undefined;
}

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** The first word of what the server did. */
  readonly command: string;
  /** How many rows the statement wrote. */
  readonly changes: number;
  /** Of the last statement that is sent: whether its commit did not wait for a standby, since that was cancelled. */
  readonly isUnreplicated?: boolean;
}

/** Why a statement failed. */
export interface Refusal {
  readonly message: string;
  /** PostgreSQL's SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html); 08006 if the connection is lost. */
  readonly code: string;
  readonly isLost: boolean;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly isReadOnly: boolean;
  /** The database in words, without a password. */
  readonly name: string;
  /** The name of the node that hears by this connection what the others tell; undefined: it hears nothing. */
  readonly hears?: string | undefined;
}

/** Statements go to the server together, and none waits for the answer to the one before. */
export type Asked = readonly Request[] | { readonly connect: ConnectionOptions } | 'end';

/** What became of the statements: the answers to all, or why the first one failed that did. */
export type Replied = { readonly answers: readonly Answer[] } | { readonly refusal: Refusal };
