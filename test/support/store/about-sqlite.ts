import { describe, test } from 'vitest';
import { isOnPostgres } from '../postgres/instead-of-file.ts';

/**
 * Tests of what only SQLite has: its file, its plans of queries, the words of its schema, backups of its file. All
 * other tests of the store run on PostgreSQL too.
 */
export const sqliteTest = test.skipIf(isOnPostgres());
export const sqliteDescribe = describe.skipIf(isOnPostgres());
