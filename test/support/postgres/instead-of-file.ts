import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { StorePlace } from '../../../src/store/place.ts';
import { openPostgresForWriting } from '../../../src/store/postgres/open.ts';
import { ensureDatabase, urlOf } from './database.ts';

/** The variable that lets every test of a store use PostgreSQL instead of a file of SQLite. */
export const TEST_STORE = 'TOCSIN_TEST_STORE';

export const isOnPostgres = (): boolean => process.env[TEST_STORE] === 'postgres';

/** The files for which this process has made a database. */
const made = new Map<string, string>();

/** Each file has a database of its own, of which every process knows the name. */
const nameFor = (path: string): string => `t_${createHash('sha256').update(path).digest('hex').slice(0, 24)}`;

const migrate = async (url: string): Promise<void> =>
  openPostgresForWriting({ kind: 'postgres', url }).close();

/** Forgets the databases of tests that are over, and returns their names: their folders are gone. */
const takeOld = (): readonly string[] =>
  [...made].flatMap(([path, name]) => {
    if (existsSync(dirname(path))) return [];
    made.delete(path);
    return [name];
  });

/** The database that stands for a file of SQLite, so that the same tests run on both. */
export const insteadOf = async (path: string): Promise<StorePlace> => {
  const name = nameFor(path);
  if (!made.has(path)) {
    await ensureDatabase(name, migrate, takeOld());
    made.set(path, name);
  }
  return { kind: 'postgres', url: urlOf(name) };
};

/** The same for a file whose store was opened before. */
export const urlInsteadOf = (path: string): string => urlOf(nameFor(path));
