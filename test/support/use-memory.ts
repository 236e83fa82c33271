import { existsSync, statfsSync } from 'node:fs';

const MEMORY = '/dev/shm';
/** Tests that run at the same time keep some hundred megabytes there. */
const ENOUGH = 2 * 1024 ** 3;

/**
 * Temporary files in memory, where the machine has such a folder. Most of the time of a test on a store was a wait for
 * the disk, which no test can notice: a process that is killed leaves its writes to the operating system, and only a
 * power cut would lose what is not synced.
 */
if (process.env['TMPDIR'] === undefined && existsSync(MEMORY)) {
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize > ENOUGH) process.env['TMPDIR'] = MEMORY;
}
