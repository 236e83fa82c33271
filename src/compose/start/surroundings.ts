import type { Loaded } from '../../config/load.ts';
import type { Machine } from '../machine.ts';

/** What the app needs to know about its process. */
export interface Surroundings {
  /** Lines of the log dropped since the start. */
  readonly droppedLogLines: () => number;
  /** How many files and connections the process may have open at once; undefined if there is no known limit. */
  readonly openFiles: number | undefined;
  /** Reads the configuration again. */
  readonly readConfig: () => Loaded;
  /** Tells whoever waits for the start to wait on; left out: nobody does. */
  readonly prolongStart?: () => Promise<void>;
  readonly machine: Machine;
}
