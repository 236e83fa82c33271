import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const SCRIPT = fileURLToPath(new URL('../../scripts/build-console.ts', import.meta.url));

/** The browser tests look at the console as it is in the sources. It is built in a process of its own, as for people. */
export const setup = async (): Promise<void> => {
  await promisify(execFile)(process.execPath, [SCRIPT]);
};
