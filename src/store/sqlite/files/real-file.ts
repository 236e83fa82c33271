import { existsSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The system follows no more links in one path (path_resolution(7)). */
const MOST_LINKS = 40;

const targetOf = (path: string): string | undefined => {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
};

/**
 * The file that SQLite opens or makes for a path, which may be a link, also to a file that is not there yet: SQLite
 * makes its other files beside this one.
 */
export const realFile = (path: string, links = MOST_LINKS): string => {
  if (existsSync(path)) return realpathSync(path);
  const target = links > 0 ? targetOf(path) : undefined;
  return target === undefined ? resolve(path) : realFile(resolve(dirname(path), target), links - 1);
};
