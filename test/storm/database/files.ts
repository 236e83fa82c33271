import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openForWriting } from '../../../src/store/sqlite/open.ts';

/** Worlds keep their files in memory if they can: what a real disk loses is simulated, and its pace is the world's. */
export const newFolder = (): string =>
  mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'tocsin-storm-'));

let made: Buffer | undefined;

/** The octets of a store without messages. Each world begins with them, since the migrations take half a second. */
export const emptyStore = (): Buffer => {
  if (made !== undefined) return made;
  const folder = newFolder();
  try {
    const path = join(folder, 'tocsin.db');
    openForWriting(path).close();
    made = readFileSync(path);
    return made;
  } finally {
    rmSync(folder, { recursive: true });
  }
};
