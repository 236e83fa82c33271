import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Binaries } from './binaries.ts';
import type { Owner } from './owner.ts';

const OTHERS_MAY_ENTER = 0o001;

/** Whether a user who owns none of the folders above a file can reach it. */
const isReachable = (path: string): boolean => {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & OTHERS_MAY_ENTER) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
};

/**
 * The programs where the server's user can run them. A checkout may be in a folder that only root may enter, and root
 * lends the server another user.
 * @param folder of the server's user, into which the programs are copied if they must be
 */
export const reachableBinaries = (binaries: Binaries, owner: Owner, folder: string): Binaries => {
  const { version, postgres } = binaries;
  if (owner.uid === process.getuid?.() || isReachable(postgres)) return binaries;
  const native = join(folder, 'native');
  execFileSync('cp', ['-R', dirname(dirname(postgres)), native]);
  execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, native]);
  return { version, initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
};
