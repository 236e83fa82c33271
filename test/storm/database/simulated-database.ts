/** before, within or after a commit, but before the answer to its callers is on its way. */
export type Moment = 'before' | 'within' | 'after';

/** What a power cut has left of the database: lays it down for the next process. */
export type Left = () => void;

/** What the machine does to the database at present. */
export interface Condition {
  /** The faults that keep it from being written, in the words of `failureOf`. */
  readonly failures: readonly string[];
}

/** The database of the gateway in a world. It is a real one, and what goes wrong with it is simulated. */
export interface SimulatedDatabase {
  /**
   * The gateway measures the free space of SQLite's disk, and can read while it can't write. PostgreSQL's disk it does
   * not see, and a database that can't be reached can't be read either.
   */
  readonly kind: 'sqlite' | 'postgres';
  /** The section `store` of the configuration of a process that starts now. */
  readonly configured: { readonly sqlite: string } | { readonly postgres: string };
  /**
   * What a planned fault of the disk does to commits.
   * @param kind the fault's @param code of SQLite
   * @returns undefined if it does nothing to them
   */
  failureOf(kind: 'no room' | 'failing disk' | 'slow disk', code: string): string | undefined;
  /** A process opens it for writing. */
  opened(condition: Condition): void;
  /** Does what may write. */
  write(work: () => void): void;
  /** Does what writes until the power fails, and returns what that leaves. */
  writeUntilCut(moment: Moment, work: () => void): Left;
  /** What a power cut would leave now. */
  left(): Left;
  /** What a power cut leaves while another program moves the log into the main file. */
  leftOfCheckpoint(): Left;
  /** The process has ended, and with it what it had open. */
  processEnded(): void;
  /** Removes all that there is of it. */
  remove(): Promise<void>;
}
