import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { openForWriting } from '../../../src/store/sqlite/open.ts';
import type { Queries, Tables } from '../../../src/store/tables/tables.ts';

/** The queries of `ask`, each of which finds no rows. */
export const queriesOf = async (
  ask: (db: Queries) => Promise<unknown>,
): Promise<readonly CompiledQuery[]> => {
  const queries: CompiledQuery[] = [];
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (one) => new SqliteIntrospector(one),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    log: ({ query }) => {
      queries.push(query);
    },
  });
  await ask(db);
  return queries;
};

/**
 * How SQLite would run the queries of `ask` on a new store: the steps of each query, as EXPLAIN QUERY PLAN names them.
 * Each query finds no rows.
 */
export const plansOf = async (ask: (db: Queries) => Promise<unknown>): Promise<readonly string[][]> => {
  const queries = await queriesOf(ask);
  const sqlite = openForWriting(':memory:');
  try {
    return queries.map(({ sql, parameters }) => {
      const steps = sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
      return steps.map(({ detail }) => detail);
    });
  } finally {
    sqlite.close();
  }
};
