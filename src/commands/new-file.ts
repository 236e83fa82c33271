import { existsSync } from 'node:fs';
import { type FileHandle, link, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { TocsinError } from '../kernel/errors.ts';

const complain = (message: string, cause?: unknown): TocsinError =>
  new TocsinError('storeUnavailable', message, { cause });

const exists = (file: string): TocsinError => complain(`${file} is there already: --force replaces it`);

/** @throws TocsinError `storeUnavailable` if the name is taken, or there is no such folder */
export const mayWrite = (file: string, force: boolean): void => {
  if (!force && existsSync(file)) throw exists(file);
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) throw complain(`there is no folder ${folder}`);
};

/**
 * Writes a file that only this user can read: first beside its place, then it gets its name in one step, whole and on
 * disk.
 * @param force whether a file of that name may be replaced
 * @throws TocsinError `storeUnavailable`, also if the name is taken
 */
export const writeNew = async (
  file: string,
  force: boolean,
  fill: (to: FileHandle) => Promise<void>,
): Promise<void> => {
  const part = `${file}.part-${process.pid}`;
  try {
    const to = await open(part, 'wx', 0o600);
    try {
      await fill(to);
      await to.sync();
    } finally {
      await to.close();
    }
    if (force) await rename(part, file);
    else await renameIfFree(part, file);
    await syncFolder(dirname(resolve(file)));
  } catch (cause) {
    if (cause instanceof TocsinError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw complain(`cannot write ${file}: ${why}`, cause);
  } finally {
    await rm(part, { force: true });
  }
};

/** A link fails if the name is taken, which a rename doesn't. Some file systems, such as FAT, know no links. */
const renameIfFree = async (part: string, file: string): Promise<void> => {
  try {
    await link(part, file);
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (code === 'EEXIST' || existsSync(file)) throw exists(file);
    await rename(part, file);
  }
};

/** The name of a file is on disk once its folder is synced. */
export const syncFolder = async (folder: string): Promise<void> => {
  await using handle = await open(folder);
  await handle.sync();
};
