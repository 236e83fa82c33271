import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/**
 * A folder as tar, whose octets depend on names, contents and the executable bit only: sorted, of nobody, of one time.
 * @param committedAt seconds since the epoch
 */
const tarOf = (
  folder: string,
  name: string,
  committedAt: number,
): { tar: Readable; ended: Promise<void> } => {
  const child = spawn(
    'tar',
    [
      ...['--format=ustar', '--sort=name', `--mtime=@${committedAt}`, '--mode=u=rwX,go=rX'],
      ...['--owner=0', '--group=0', '--numeric-owner', '-C', folder, '-cf', '-', name],
    ],
    // Locales sort differently.
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, LC_ALL: 'C' } },
  );
  const ended = once(child, 'close').then(([code]) => {
    if (code !== 0) throw new Error(`tar ended with ${code}`);
  });
  return { tar: child.stdout, ended };
};

/** The digest of the tar of a folder. */
export const tarDigest = async (folder: string, name: string, committedAt: number): Promise<string> => {
  const { tar, ended } = tarOf(folder, name, committedAt);
  const hash = createHash('sha256');
  await Promise.all([pipeline(tar, hash), ended]);
  return hash.digest('hex');
};

/**
 * Packs a folder into a tar.gz: gzip is the one compression that every Debian unpacks. The zlib is the one of the pinned
 * Node, since others compress to other octets.
 */
export const packFolder = async (
  folder: string,
  name: string,
  committedAt: number,
  file: string,
  level: number,
): Promise<{ readonly sha256: string; readonly bytes: number }> => {
  const { tar, ended } = tarOf(folder, name, committedAt);
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = new PassThrough();
  counted.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  await Promise.all([pipeline(tar, createGzip({ level }), counted, createWriteStream(file)), ended]);
  return { sha256: hash.digest('hex'), bytes };
};
