import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the folder (0700) and the empty file (0600), where they are not there yet. SQLite takes an empty file for a new
 * database, and gives the files beside it the mode of the file itself.
 */
export const makePrivate = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
};
