import { accessSync, constants, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';

/** The nearest folder above the file that exists. */
const folderOf = (file: string): string => {
  let folder = dirname(resolve(file));
  while (folder !== dirname(folder) && !may(folder, constants.F_OK)) folder = dirname(folder);
  return folder;
};

const may = (path: string, mode: number): boolean => {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
};

const WRITE = constants.R_OK | constants.W_OK;

/** As a shell takes it, whatever is in the name. */
export const shellWord = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;

/**
 * Why this user can't read and write the file of the store, and the command that mends it; undefined: it can. The
 * folder must be writable too, since SQLite makes files beside the store.
 */
export const whyNotWritable = (file: string): string | undefined => {
  const folder = folderOf(file);
  // A file in the place of a folder is no matter of permissions.
  if (!statSync(folder).isDirectory()) return undefined;
  const { username } = userInfo();
  const mend = (path: string) => `As root: chown -R ${username} ${shellWord(path)}`;
  if (!may(folder, WRITE | constants.X_OK))
    return `the user ${username} may not write in the folder ${folder}. ${mend(folder)}`;
  if (may(file, constants.F_OK) && !may(file, WRITE))
    return `the user ${username} may not write ${file}. ${mend(folder)}`;
  return undefined;
};

/** Why this user can't read a file that is there, and the command that mends it; undefined: it can, or it isn't. */
export const whyNotReadable = (file: string): string | undefined => {
  if (may(file, constants.R_OK)) return undefined;
  const folder = folderOf(file);
  const { username } = userInfo();
  // Without the right to enter the folder nobody can tell whether the file is there.
  if (may(folder, constants.X_OK) && !may(file, constants.F_OK)) return undefined;
  const path = may(folder, constants.X_OK) ? resolve(file) : folder;
  const rights = path === folder ? 'rx' : 'r';
  return `the user ${username} may not read ${path}. As root: setfacl -m u:${username}:${rights} ${shellWord(path)}, or chgrp and chmod g+${rights}`;
};
