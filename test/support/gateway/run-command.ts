import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));
const run = promisify(execFile);

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command of Tocsin as a process of its own, as an administrator does. Resolves also if it fails. */
export const runCommand = (...args: readonly string[]): Promise<Ended> =>
  run(process.execPath, [MAIN, ...args]).then(
    (done) => ({ code: 0, ...done }),
    (failed: Ended) => failed,
  );
