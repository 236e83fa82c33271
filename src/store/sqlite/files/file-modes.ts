import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { shellWord } from '../../../config/file-access.ts';
import { realFile } from './real-file.ts';

/** What others than the owner may do: read, write or enter. */
const OTHERS = 0o077;

const modeOf = (path: string): number | undefined => {
  try {
    return statSync(path).mode & 0o777;
  } catch {
    return undefined;
  }
};

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const octal = (mode: number): string => mode.toString(8).padStart(4, '0');

/** The files of a store: SQLite makes the two beside it while it runs, and the lock stays. */
const filesOfStore = (sqlite: string): readonly string[] =>
  ['', '-wal', '-shm', '-lock'].map((end) => `${sqlite}${end}`);

/**
 * Whether the folder is shared by everybody, such as /tmp: its mode is not that of the store, and a `chmod` of it would
 * harm others. Files in it are still the owner's alone.
 */
const isCommon = (folder: string): boolean => (statSync(folder).mode & 0o1000) !== 0;

/**
 * What others may read of the store, each with the command that mends it: numbers and texts of people, hashes of tokens
 * and codes are in it.
 */
export const openToOthers = (sqlite: string): readonly string[] => {
  const file = realFile(sqlite);
  const folder = dirname(file);
  const paths = [
    ...(isFolder(folder) && !isCommon(folder) ? [{ path: folder, to: 0o700 }] : []),
    ...filesOfStore(file).map((path) => ({ path, to: 0o600 })),
  ];
  return paths.flatMap(({ path, to }) => {
    const mode = modeOf(path);
    if (mode === undefined || (mode & OTHERS) === 0) return [];
    return [
      `others than its owner may use ${path} (mode ${octal(mode)}): chmod ${octal(to)} ${shellWord(path)}`,
    ];
  });
};

/** Why others may read the configuration, which holds a secret; undefined: they may not. */
export const configOpenToOthers = (file: string): string | undefined => {
  const mode = modeOf(file);
  if (mode === undefined || (mode & 0o007) === 0) return undefined;
  return `everybody may read ${file} (mode ${octal(mode)}), and a secret is in it: chmod o= ${shellWord(resolve(file))}`;
};
