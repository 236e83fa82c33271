import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';

/** The file that SQLite opens for a path, which may be a link: SQLite makes its other files beside this one. */
export const realFile = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));
