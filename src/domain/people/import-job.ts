import type { Page, Paged } from '../../kernel/page.ts';
import type { ContactData } from './contact.ts';
import type { Membership } from './membership.ts';

/** How a file is to be read, and what for. */
export interface ImportOptions {
  /** Only say what would happen. */
  readonly dryRun: boolean;
  /** The list that everybody in the file joins. */
  readonly list: number | undefined;
  /** What they all said to it, unless the file says it for each. */
  readonly consent: Membership['consent'];
  readonly consentSource: string | undefined;
  /** Between the cells of a row; undefined: seen from the first row. */
  readonly delimiter: string | undefined;
  /** Field by header, before what is known of usual headers. */
  readonly columns: Readonly<Record<string, string>>;
  /** What becomes of columns that are neither mapped nor known. */
  readonly others: 'attributes' | 'ignore';
}

/**
 * `receiving`: the file is on its way. `waiting`, `running`: it is on disk and goes on after a restart. `checked`: a dry
 * run has ended, and it can be run. `done`, `failed`: final; the file is gone.
 */
export const importStates = ['receiving', 'waiting', 'running', 'checked', 'done', 'failed'] as const;
export type ImportState = (typeof importStates)[number];

export interface RowError {
  /** As a spreadsheet counts: 1 is the header. */
  readonly row: number;
  /** The header of the column, where it is of one. */
  readonly column: string | undefined;
  readonly message: string;
}

interface ImportCounts {
  /** Rows looked at, without the header and empty ones. */
  readonly rows: number;
  readonly created: number;
  /** In a dry run: rows whose number is known, or was in a row before. */
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
}

export interface ImportJob extends ImportCounts {
  readonly id: number;
  readonly state: ImportState;
  readonly options: ImportOptions;
  readonly octets: number;
  /** The first ones, at most `MAX_ROW_ERRORS`. */
  readonly errors: readonly RowError[];
  /** Why it failed. */
  readonly failure: string | undefined;
  readonly createdAt: number;
  readonly finishedAt: number | undefined;
}

export const MAX_ROW_ERRORS = 1000;

/** A good row: undefined and absent attributes leave what is stored. */
export type ImportRow = Omit<ContactData, 'source'> & {
  readonly membership: Pick<Membership, 'consent' | 'consentSource' | 'consentAt'> | undefined;
};

/** Some rows of a job, one commit. */
export interface ImportBatch {
  readonly jobId: number;
  /** Records of the file that were done before, the header and empty ones among them: else nothing is done. */
  readonly before: number;
  readonly after: number;
  readonly rows: readonly ImportRow[];
  /** Rows that were refused in it. */
  readonly refused: number;
  readonly errors: readonly RowError[];
}

export interface ImportRepository {
  createImport(options: ImportOptions, nowMs: number): Promise<number>;
  /** Appends to the file. */
  keepChunk(jobId: number, serial: number, data: Uint8Array): Promise<void>;
  readChunk(jobId: number, serial: number): Promise<Uint8Array | undefined>;
  getImport(id: number): Promise<ImportJob | undefined>;
  /** Newest first. */
  listImports(page: Page): Promise<Paged<ImportJob>>;
  /** The oldest one that waits or was running, and how many records of it are done. */
  nextImport(): Promise<{ readonly job: ImportJob; readonly recordsDone: number } | undefined>;
  /** Into `state`, if it is in one of `from`; for `waiting` all counts begin anew. False if it is not. */
  moveImport(
    id: number,
    from: readonly ImportState[],
    state: ImportState,
    change: { readonly nowMs: number; readonly failure?: string; readonly options?: ImportOptions },
  ): Promise<boolean>;
  /**
   * Stores the good rows and how far it is, in one commit.
   *
   * @param counted of a dry run, what would become of the rows, which are not stored
   */
  importRows(
    batch: ImportBatch,
    counted: Readonly<Record<'created' | 'updated' | 'unchanged', number>> | undefined,
    nowMs: number,
  ): Promise<void>;
  dropFile(jobId: number): Promise<void>;
  /** A job that never began, with its file. */
  dropImport(jobId: number): Promise<void>;
  /** Those of these numbers that are contacts. */
  knownNumbers(numbers: readonly string[]): Promise<readonly string[]>;
  /** Jobs in this state made before that time. */
  importsBefore(state: ImportState, beforeMs: number): Promise<readonly number[]>;
}
