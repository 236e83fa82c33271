import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What of the checkout goes into a release. The console is built for it, into a folder that git doesn't know. */
const PARTS = [
  ...['src', 'config', 'hardware', 'packaging', 'docs'],
  ...['README.md', 'LICENSE', 'SECURITY.md', 'package.json', 'package-lock.json'],
];
const BUILT = 'build/console';

export interface Sources {
  readonly root: string;
  /** Files and folders, relative to the root. */
  readonly paths: readonly string[];
  /** The commit, with `+changes` where the checkout differs from it. */
  readonly commit: string;
  readonly isChanged: boolean;
  /** Seconds since the epoch: the time of every file in the archive. */
  readonly committedAt: number;
}

/** @throws Error if the folder is no checkout of git */
export const sourcesOf = (folder: string): Sources => {
  const root = resolve(folder);
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', root, ...args], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const tracked = git('ls-files', '-z', '-co', '--exclude-standard', '--', ...PARTS)
    .split('\0')
    .filter((path) => path !== '');
  const [commit = '', committedAt = ''] = git('log', '-1', '--format=%H %ct').trim().split(' ');
  const isChanged = git('status', '--porcelain', '--', ...PARTS) !== '';
  return {
    root,
    // A file that was deleted without a commit is still listed.
    paths: [...tracked.filter((path) => existsSync(join(root, path))), BUILT],
    commit: isChanged ? `${commit}+changes` : commit,
    isChanged,
    committedAt: Number(committedAt),
  };
};
