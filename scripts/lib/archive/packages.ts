import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

/** A production package of the lock, by its folder, such as `node_modules/a/node_modules/b`. */
export interface Package {
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/** From the registry, each checked against the lock's `integrity`; or as `npm ci` has installed them before. */
export type Origin = 'registry' | 'installed';

const versionIn = (folder: string): string | undefined => {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version?: string }).version;
};

/**
 * Binaries for other machines, and the sources of C that a package compiles where it has no binary. They are three
 * quarters of what the packages weigh, and nothing reads them.
 */
const isForOthers = (path: string, arch: string): boolean => {
  const [, binary] = path.split(`${sep}prebuilds${sep}`);
  if (binary !== undefined) return !binary.startsWith(arch) || binary.includes('.musl.');
  return path.endsWith(`${sep}better-sqlite3${sep}deps`);
};

/**
 * Copies the production packages of the lock into `to`.
 * @param arch such as `linux-x64`
 * @throws Error if one isn't there, or has another version than the lock says
 */
export const copyPackages = (
  root: string,
  to: string,
  arch: string,
  origin: Origin,
  scratch: string,
): readonly Package[] => {
  const from = origin === 'installed' ? root : installIn(scratch, root);
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  return Object.entries(packages).flatMap(([path, { version, license = '', dev, optional }]) => {
    if (path === '' || dev === true || version === undefined) return [];
    const folder = join(from, path);
    const found = versionIn(folder);
    if (found === undefined && optional === true) return [];
    if (found !== version)
      throw new Error(`${path} has the version ${found ?? 'none'}, and the lock says ${version}: run npm ci`);
    mkdirSync(join(to, dirname(path)), { recursive: true });
    cpSync(folder, join(to, path), {
      recursive: true,
      // The packages inside this one have their own lines in the lock; its binary folder has only links.
      filter: (one) => !(one !== folder && basename(one) === 'node_modules') && !isForOthers(one, arch),
    });
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return [{ path, name, version, license }];
  });
};

const installIn = (folder: string, root: string): string => {
  mkdirSync(folder);
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(root, file), join(folder, file));
  // No script runs: every package that needs a binary brings it.
  const args = ['ci', '--omit=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
};
