import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';

const BEFORE = '.before-schema-';
const UNFINISHED = '.unfinished';

/** The copy of the store from before it got this schema. */
export const copyBefore = (path: string, schema: number): string => `${path}${BEFORE}${schema}`;

/** The copies of the store from before its schemas: usually one, or none. */
export const copiesBefore = (path: string): readonly string[] =>
  readdirSync(dirname(path))
    .filter((name) => name.startsWith(`${basename(path)}${BEFORE}`) && /\d$/.test(name))
    .map((name) => join(dirname(path), name));

/** Octets of the store: its file and what is in the write-ahead log. */
export const octetsOf = (path: string): number =>
  [path, `${path}-wal`].reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);

const megabytes = (octets: number): string => `${Math.ceil(octets / 1e6)} MB`;

/**
 * A migration may write each page of the store anew, into the write-ahead log. The copy needs as much once more.
 * @throws Error if the disk has less room
 */
export const needRoomToMigrate = (path: string, keepsCopy: boolean): void => {
  const octets = octetsOf(path);
  const needed = keepsCopy ? 2 * octets : octets;
  const { bavail, bsize } = statfsSync(dirname(path));
  if (bavail * bsize >= needed) return;
  const why = keepsCopy ? `${megabytes(octets)} of it for a copy of the store from before` : '';
  throw new Error(
    `its migration needs ${megabytes(needed)} on the disk of ${dirname(path)}, ${why === '' ? '' : `${why}, `}` +
      `and ${megabytes(bavail * bsize)} are free: nothing was changed. Make room` +
      (keepsCopy ? ', or set store.copyBeforeMigration: false, if you have a backup' : ''),
  );
};

/**
 * Copies the store as it is now to the place of `copyBefore`, whole and on disk, or not at all. Copies from before
 * earlier schemas are removed. The caller holds the lock of all writers, so that nothing is written meanwhile.
 * @throws Error if the copy can't be written
 */
export const keepCopy = (db: Database.Database, path: string, schema: number): void => {
  const file = copyBefore(path, schema);
  const unfinished = `${file}${UNFINISHED}`;
  const folder = dirname(path);
  const others = readdirSync(folder).filter((name) => name.startsWith(`${basename(path)}${BEFORE}`));
  for (const name of others) if (name.endsWith(UNFINISHED)) rmSync(join(folder, name));
  closeSync(openSync(unfinished, 'wx', 0o600));
  try {
    copy(db, path, unfinished);
    sync(unfinished);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  sync(folder);
  for (const name of others)
    if (!name.endsWith(UNFINISHED) && join(folder, name) !== file) rmSync(join(folder, name));
};

/** On disks that can share blocks between files, the copy of the file takes neither time nor room. */
const copy = (db: Database.Database, path: string, to: string): void => {
  if (isAllInFile(path)) {
    copyFileSync(path, to, constants.COPYFILE_FICLONE);
    return;
  }
  // Somebody reads, so the log could not be moved into the file. A second connection sees what was committed last. It
  // writes into the empty file, which keeps its mode (sqlite.org/lang_vacuum.html).
  const reader = new Database(db.name, { readonly: true, fileMustExist: true });
  try {
    reader.prepare('VACUUM INTO ?').run(to);
  } finally {
    reader.close();
  }
};

const isAllInFile = (path: string): boolean =>
  !existsSync(`${path}-wal`) || statSync(`${path}-wal`).size === 0;

const sync = (path: string): void => {
  const opened = openSync(path, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
};
