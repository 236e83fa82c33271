import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The sources of a version of the program. */
export interface Tree {
  /** What it is called in reports. */
  readonly name: string;
  /** The script that is given to node. */
  readonly main: string;
  /** How many migrations it knows. */
  readonly schema: number;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const RELEASED = 'test/fixtures/released-migrations.txt';

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-C', ROOT, ...args], { encoding: 'utf8', maxBuffer: 2 ** 26 }).trim();

const countIn = (fixture: string): number =>
  fixture.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;

/** This version, as it is in the working tree. */
export const thisTree = (): Tree => ({
  name: 'this version',
  main: join(ROOT, 'src/main.ts'),
  schema: countIn(readFileSync(join(ROOT, RELEASED), 'utf8')),
});

/**
 * The newest commit that knows fewer migrations than this version.
 * @throws Error if the history does not reach that far back, as in a shallow clone
 */
export const commitBeforeLastMigration = (): string => {
  const now = thisTree().schema;
  for (const commit of git('log', '--format=%H', '--', RELEASED).split('\n')) {
    for (const one of [commit, `${commit}^`]) {
      if (countIn(git('show', `${one}:${RELEASED}`)) < now) return git('rev-parse', one);
    }
  }
  throw new Error('the history has no commit with fewer migrations: name one by --from');
};

/** Puts the sources of a commit into a folder, with a link to the packages of this version. */
export const treeAt = (commit: string, folder: string): Tree => {
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    const archive = execFileSync('git', ['-C', ROOT, 'archive', commit], { maxBuffer: 2 ** 30 });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  }
  return {
    name: git('log', '-1', '--format=%h %s', commit),
    main: join(folder, 'src/main.ts'),
    schema: countIn(readFileSync(join(folder, RELEASED), 'utf8')),
  };
};
