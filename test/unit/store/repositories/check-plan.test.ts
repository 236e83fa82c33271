import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { expect, test } from 'vitest';
import { checkOwners } from '../../../../src/domain/operation/ear.ts';
import { listMessages } from '../../../../src/store/queries/messages/read-messages.ts';
import { openForWriting } from '../../../../src/store/sqlite/open.ts';
import type { Tables } from '../../../../src/store/tables/tables.ts';
import { numberOf, T0 } from '../../../support/store/messages.ts';

test.each(checkOwners)(
  'the messages of a %s to an ear are found by an index, and not among all messages',
  async (owner) => {
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
    const filter = { state: undefined, priority: undefined, reference: undefined };
    await listMessages(
      db,
      { ...filter, owner, to: numberOf(1), since: T0 },
      { limit: 200, cursor: undefined },
    );
    const [{ sql, parameters } = { sql: '', parameters: [] }] = queries;
    const sqlite = openForWriting(':memory:');
    try {
      const steps = sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
      expect(steps.map(({ detail }) => detail)).toEqual([
        expect.stringMatching(/^SEARCH messages USING INDEX messages_of_checks \(recipient=\?\)/),
      ]);
    } finally {
      sqlite.close();
    }
  },
);
