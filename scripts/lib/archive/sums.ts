import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const SUMS = 'SHA256SUMS';
/** sha256sum would write other names with escapes, and the installer reads none. */
const PLAIN = /^[^\\\n\r]+$/;

/** The files of a folder, by name. @throws Error for links, and for names that need an escape */
export const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => {
      const path = relative(folder, join(entry.parentPath, entry.name));
      if (!entry.isFile()) throw new Error(`${path} is no file`);
      if (!PLAIN.test(path)) throw new Error(`${path} has a name that sha256sum would escape`);
      return path;
    })
    .sort();

/** Writes SHA256SUMS over every other file, in the format of sha256sum. */
export const writeSums = (folder: string): void => {
  const lines = filesIn(folder)
    .filter((path) => path !== SUMS)
    .map(
      (path) =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')}  ${path}\n`,
    );
  writeFileSync(join(folder, SUMS), lines.join(''));
};

/** What the files take on a disk, each in whole blocks, in KiB. */
export const kilobytesOf = (folder: string): number =>
  filesIn(folder).reduce((sum, path) => sum + 4 * Math.ceil(statSync(join(folder, path)).size / 4096), 0);
