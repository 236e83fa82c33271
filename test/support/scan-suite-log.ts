import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NAME, scanSuiteLog } from './log/scan-suite.ts';
import { SUITE_LOG } from './log/suite-log.ts';

/** Gathers the log of the run, and fails it if the log holds what no log may. `scripts/test` looks through it itself. */
export const setup = (): (() => void) | undefined => {
  if (process.env[SUITE_LOG] !== undefined) return undefined;
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'tocsin-log-'));
  process.env[SUITE_LOG] = folder;
  return () => {
    const { leaks } = scanSuiteLog(folder);
    rmSync(folder, { recursive: true, force: true });
    if (leaks.length > 0) throw new Error(`not so: ${NAME}\n${leaks.slice(0, 50).join('\n')}`);
  };
};
