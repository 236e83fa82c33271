import { execFileSync } from 'node:child_process';

/** Whose the server's process and files are. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const numberOf = (flag: '-u' | '-g', name: string): number =>
  Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));

/**
 * PostgreSQL refuses to run as root, so that root (as in a container) lends it a user without rights. `nobody` is
 * everywhere, and a test run should add no user to a machine. initdb wants a user with a name.
 */
export const serverOwner = (): Owner => {
  const uid = process.getuid?.() ?? -1;
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? -1 };
  for (const name of ['postgres', 'nobody']) {
    try {
      return { uid: numberOf('-u', name), gid: numberOf('-g', name) };
    } catch {
      // There is no such user.
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody');
};
