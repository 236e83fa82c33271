import { openPostgresForWriting } from '../../../src/store/postgres/open.ts';
import type { PostgresDb } from '../../../src/store/postgres/postgres-db.ts';

/** A connection that writes outside of transactions too, as no program of Tocsin may. */
export const openUnguarded = (url: string): PostgresDb => {
  const db = openPostgresForWriting({ kind: 'postgres', url });
  db.runPlain('SET default_transaction_read_only = off');
  return db;
};
