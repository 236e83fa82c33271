import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
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
import { realFile } from '../files/real-file.ts';

const BEFORE = '.before-schema-';
const UNFINISHED = '.unfinished';

/** The copy of the store from before it got this schema. */
export const copyBefore = (path: string, schema: number): string => `${path}${BEFORE}${schema}`;

/**
 * The place of a copy until it is whole. The process that copies for a killed upgrade goes on for a while, so each copy
 * has a name that no other one writes to.
 */
const unfinishedBefore = (path: string, schema: number): string =>
  `${copyBefore(path, schema)}${UNFINISHED}-${randomBytes(4).toString('hex')}`;

/** What follows `BEFORE` in the name of a copy. An earlier version gave an unfinished copy no random end. */
const END_OF_NAME = /^(\d+)(\.unfinished(?:-[0-9a-f]+)?)?$/;

interface CopyBefore {
  readonly file: string;
  readonly schema: number;
  readonly isWhole: boolean;
}

/** The copies of the store from before its schemas, those included that no upgrade finished. Usually there is one. */
export const copiesBefore = (path: string): readonly CopyBefore[] => {
  const start = `${basename(path)}${BEFORE}`;
  return readdirSync(dirname(path)).flatMap((name) => {
    const end = name.startsWith(start) ? END_OF_NAME.exec(name.slice(start.length)) : null;
    if (end === null) return [];
    return [{ file: join(dirname(path), name), schema: Number(end[1]), isWhole: end[2] === undefined }];
  });
};

/** Octets of the store: its file and what is in the write-ahead log. */
export const octetsOf = (path: string): number =>
  [path, `${path}-wal`].reduce((sum, file) => sum + (existsSync(file) ? statSync(file).size : 0), 0);

/**
 * Octets in the write-ahead log of the store, which is beside the file itself where the path is a link; undefined: the
 * store has none.
 */
export const octetsOfLog = (path: string): number | undefined =>
  statSync(`${realFile(path)}-wal`, { throwIfNoEntry: false })?.size;

const megabytes = (octets: number): string => `${Math.ceil(octets / 1e6)} MB`;

/**
 * Removes the copies that killed upgrades did not finish. The caller holds the lock of all writers: without it, one of
 * them may be the copy that another process makes just now.
 */
export const dropUnfinished = (path: string): void =>
  remove(copiesBefore(path).filter(({ isWhole }) => !isWhole));

/**
 * Removes a whole copy that a killed upgrade to this schema has left, since it is made anew. The caller holds the lock
 * of all writers: without it, another process may have made that copy, and be migrating.
 * @throws Error if the disk then has no room for the copy and for what the migration writes into the write-ahead log
 */
export const makeRoom = (path: string, schema: number): void => {
  rmSync(copyBefore(path, schema), { force: true });
  const octets = octetsOf(path);
  const { bavail, bsize } = statfsSync(dirname(path));
  if (bavail * bsize >= 2 * octets) return;
  throw new Error(
    `its migration needs ${megabytes(2 * octets)} on the disk of ${dirname(path)}, ${megabytes(octets)} of it for a copy ` +
      `of the store as it is, and ${megabytes(bavail * bsize)} are free: nothing was changed. Make room, or set ` +
      'store.copyBeforeMigration: false, if you have a backup (the older version does not know this setting: remove it ' +
      'before you go back)',
  );
};

/**
 * Copies the store as it is now to the place of `copyBefore`, whole and on disk, or not at all. The caller holds the
 * lock of all writers, so that nothing is written meanwhile.
 * @throws Error if the copy can't be written
 */
export const keepCopy = (db: Database.Database, path: string, schema: number): void => {
  const file = copyBefore(path, schema);
  const unfinished = unfinishedBefore(path, schema);
  closeSync(openSync(unfinished, 'wx', 0o600));
  try {
    copy(db, path, unfinished);
    sync(unfinished);
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  sync(dirname(path));
};

/** Removes the copies from before earlier schemas. To be called when the store has this schema. */
export const dropOlderCopies = (path: string, schema: number): void =>
  remove(copiesBefore(path).filter((copyOfOlder) => copyOfOlder.schema < schema));

const remove = (copies: readonly CopyBefore[]): void => {
  for (const { file } of copies) {
    try {
      rmSync(file);
    } catch {
      // It stays: `doctor` names it.
    }
  }
};

/**
 * Copies a file, with no more than its owner may do with it. Another process does it: if this one closed the file of a
 * store that it has open, it would lose its locks on the store (sqlite.org/howtocorrupt.html, 2.2). On disks that can
 * share blocks between files, the copy takes neither time nor room.
 */
const COPY = `
const fs = require('node:fs');
const [from, to] = process.argv.slice(1);
// The parent made the place. If it is gone, the parent was killed, and the next start would not know of this copy.
if (!fs.existsSync(to)) throw new Error('nobody waits for the copy');
fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE);
fs.chmodSync(to, 0o600);
if (fs.statSync(to).size !== fs.statSync(from).size) throw new Error('the copy is not whole');
`;

const copy = (db: Database.Database, path: string, to: string): void => {
  if (isAllInFile(path)) {
    execFileSync(process.execPath, ['-e', COPY, path, to], { stdio: ['ignore', 'ignore', 'pipe'], env: {} });
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
