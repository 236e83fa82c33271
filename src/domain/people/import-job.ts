import type { Page, Paged } from '../../kernel/page.ts';
import type { ContactData } from './contact.ts';
import type { Membership } from './membership.ts';

/** How a file is read, and what its rows are for. */
export interface ImportOptions {
  /** Whether the import only counts what would change, and stores no rows. */
  readonly dryRun: boolean;
  /** The list that everybody in the file joins. */
  readonly list: number | undefined;
  /** The consent of all people in the file, unless a column gives the consent of each. */
  readonly consent: Membership['consent'];
  readonly consentSource: string | undefined;
  /** The WHATWG name of the encoding; undefined: the encoding is found from the file. */
  readonly encoding?: string | undefined;
  /** The delimiter of cells; undefined: the delimiter is found from the first row. */
  readonly delimiter: string | undefined;
  /** The field for each column header. Headers that are not given here are looked up among the usual ones. */
  readonly columns: Readonly<Record<string, string>>;
  /** What happens with columns that are neither given nor known. */
  readonly others: 'attributes' | 'ignore';
}

/**
 * `receiving`: the file is being uploaded. `waiting` and `running`: the file is on disk, and the job continues after a
 * restart. `checked`: a dry run has ended, and the job can be run. `done` and `failed` are final; the file is deleted.
 */
export const importStates = ['receiving', 'waiting', 'running', 'checked', 'done', 'failed'] as const;
export type ImportState = (typeof importStates)[number];

export interface RowError {
  /** The number of the row as in a spreadsheet: row 1 is the header. */
  readonly row: number;
  /** The header of the column, if the error is in one. */
  readonly column: string | undefined;
  readonly message: string;
}

/** What a warning is about: rows with it are taken in. */
export const warningKinds = ['encoding', 'lines', 'language', 'position', 'number'] as const;
export type WarningKind = (typeof warningKinds)[number];

/** Something in a row that may be a mistake, or in the whole file if the row is 1. */
export interface RowWarning extends RowError {
  readonly kind: WarningKind;
}

interface ImportCounts {
  /** Rows read, without the header and empty rows. */
  readonly rows: number;
  readonly created: number;
  /** In a dry run, the rows with a number that a contact or an earlier row has. */
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
}

export interface ImportJob extends ImportCounts {
  readonly id: number;
  readonly state: ImportState;
  readonly options: ImportOptions;
  readonly octets: number;
  /** The first errors, at most `MAX_ROW_ERRORS`. */
  readonly errors: readonly RowError[];
  /** The encoding in which the file is read; undefined before it is known. */
  readonly encoding: string | undefined;
  /** The first warnings, at most `MAX_ROW_ERRORS`. */
  readonly warnings: readonly RowWarning[];
  /** How many warnings of each kind there are; kinds without any are left out. */
  readonly warningCounts: Readonly<Partial<Record<WarningKind, number>>>;
  /** Why the job failed. */
  readonly failure: string | undefined;
  readonly createdAt: number;
  readonly finishedAt: number | undefined;
}

export const MAX_ROW_ERRORS = 1000;

/** A valid row. Fields that are undefined and attributes that are absent leave stored values unchanged. */
export type ImportRow = Omit<ContactData, 'source'> & {
  readonly membership: Pick<Membership, 'consent' | 'consentSource' | 'consentAt'> | undefined;
};

/** Some rows of a job, stored in one commit. */
export interface ImportBatch {
  readonly jobId: number;
  /**
   * Records of the file that were done before, including the header and empty records. If the store has another count,
   * nothing is done.
   */
  readonly before: number;
  readonly after: number;
  readonly rows: readonly ImportRow[];
  /** Rows of this batch that were refused. */
  readonly refused: number;
  readonly errors: readonly RowError[];
  readonly warnings: readonly RowWarning[];
}

export interface ImportRepository {
  createImport(options: ImportOptions, nowMs: number): Promise<number>;
  /** Appends a chunk to the file of the job. */
  keepChunk(jobId: number, serial: number, data: Uint8Array): Promise<void>;
  readChunk(jobId: number, serial: number): Promise<Uint8Array | undefined>;
  getImport(id: number): Promise<ImportJob | undefined>;
  /** Newest first, each with its first twenty errors and warnings. */
  listImports(page: Page): Promise<Paged<ImportJob>>;
  /** The oldest job that is waiting or running, and the number of its records that are done. */
  nextImport(): Promise<{ readonly job: ImportJob; readonly recordsDone: number } | undefined>;
  /**
   * Sets `state` if the current state is one of `from`, and otherwise resolves with false. The state `waiting` resets
   * all counts.
   */
  moveImport(
    id: number,
    from: readonly ImportState[],
    state: ImportState,
    change: {
      readonly nowMs: number;
      readonly failure?: string;
      readonly options?: ImportOptions;
      readonly encoding?: string;
    },
  ): Promise<boolean>;
  /**
   * Stores the valid rows and the progress, in one commit.
   * @param counted in a dry run, the counts that the rows would give; the rows are not stored
   */
  importRows(
    batch: ImportBatch,
    counted: Readonly<Record<'created' | 'updated' | 'unchanged', number>> | undefined,
    nowMs: number,
  ): Promise<void>;
  /** Deletes the file, 1 MiB a commit. */
  dropFile(jobId: number): Promise<void>;
  /** Jobs that have ended or are gone, and whose file is still there: the gateway ended before it was deleted. */
  looseFiles(): Promise<readonly number[]>;
  /** Deletes a job that never began, with its file. */
  dropImport(jobId: number): Promise<void>;
  /** Finds which of `numbers` are contacts. */
  knownNumbers(numbers: readonly string[]): Promise<readonly string[]>;
  /** Jobs in this state that were created before `beforeMs`. */
  importsBefore(state: ImportState, beforeMs: number): Promise<readonly number[]>;
}
