import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import type { Owner } from './owner.ts';
import { reachableBinaries } from './reachable.ts';

const CACHE = fileURLToPath(new URL('../../../.cache/', import.meta.url));
export const SUPERUSER = 'tocsin';

const run = promisify(execFile);

export interface DataDirectory {
  /** The temporary folder around it, which the server's user may enter and no other. */
  readonly folder: string;
  readonly data: string;
  readonly password: string;
}

/** A folder that belongs to the server's user, so that initdb and the server may write there. */
const ownFolder = async ({ uid, gid }: Owner): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-postgres-'));
  await chown(folder, uid, gid);
  return folder;
};

/** Runs initdb in the folder. */
const initialise = async (folder: string, { initdb }: Binaries, owner: Owner): Promise<void> => {
  // Others on this machine can reach the port, and a superuser of PostgreSQL can run programs.
  const password = randomBytes(18).toString('base64url');
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  await chown(passwordFile, owner.uid, owner.gid);
  const options = [
    `--pgdata=${join(folder, 'data')}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    // The password is random, so that many rounds would only make each connection slower.
    '--set=scram_iterations=1',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
    '--no-instructions',
  ];
  await run(initdb, options, { ...owner, cwd: folder });
};

/** A directory for each version and user, since the server refuses files of another user. */
const cacheFolder = ({ version }: Binaries, { uid }: Owner): string =>
  join(CACHE, `postgres-${version}-${uid}`);

const copy = async (from: string, to: string): Promise<void> => {
  // Unlike the cp of Node, this one keeps owners, and clones blocks where the file system can.
  await run('cp', process.platform === 'darwin' ? ['-Rpc', from, to] : ['-a', '--reflink=auto', from, to]);
};

/** Fills the cache. Two runs at once may both do so: the first to rename wins, and the other's copy is dropped. */
const fillCache = async (cached: string, binaries: Binaries, owner: Owner): Promise<void> => {
  await mkdir(CACHE, { recursive: true });
  const folder = await ownFolder(owner);
  const half = `${cached}-${randomBytes(6).toString('hex')}`;
  try {
    // Not initialised in place: the server's user may lack the right to enter the folder of the sources.
    const programs = reachableBinaries(binaries, owner, folder);
    await initialise(folder, programs, owner);
    if (programs !== binaries) await rm(join(folder, 'native'), { recursive: true });
    await copy(folder, half);
    await rename(half, cached).catch((error: unknown) => {
      if (!existsSync(cached)) throw error;
    });
  } finally {
    await Promise.all([folder, half].map((path) => rm(path, { recursive: true, force: true })));
  }
};

/** A fresh data directory. initdb takes seconds, and a copy of what it made does not. */
export const makeDataDirectory = async (binaries: Binaries, owner: Owner): Promise<DataDirectory> => {
  const cached = cacheFolder(binaries, owner);
  if (!existsSync(cached)) await fillCache(cached, binaries, owner);
  const folder = await ownFolder(owner);
  try {
    const data = join(folder, 'data');
    await copy(join(cached, 'data'), data);
    await chmod(data, 0o700);
    return { folder, data, password: await readFile(join(cached, 'password'), 'utf8') };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
};
