import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { TocsinError } from '../../kernel/errors.ts';
import type { Channel } from './channel.ts';

type Value = string | number | bigint | Uint8Array | null;

/**
 * Runs kysely's queries over the two channels: a SELECT goes to the reading thread, any other statement joins the group
 * commit of the writer.
 */
class ChannelConnection implements DatabaseConnection {
  readonly #writer: Channel;
  readonly #reader: Channel;

  constructor(writer: Channel, reader: Channel) {
    this.#writer = writer;
    this.#reader = reader;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const channel = query.query.kind === 'SelectQueryNode' ? this.#reader : this.#writer;
    const { rows, changes } = await channel.call('query', query.sql, query.parameters as readonly Value[]);
    return { rows: rows as R[], numAffectedRows: BigInt(changes) };
  }

  /** Kysely's interface demands this method, but Tocsin streams no query. */
  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new TocsinError('storeCorrupt', 'queries are not streamed over the channel: page by cursor');
  }
}

const noTransactions = async (): Promise<never> => {
  throw new TocsinError(
    'storeCorrupt',
    'a batch of the channel is the transaction: write a hot statement instead',
  );
};

export const channelDialect = (writer: Channel, reader: Channel): Dialect => {
  const connection = new ChannelConnection(writer, reader);
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: noTransactions,
    commitTransaction: noTransactions,
    rollbackTransaction: noTransactions,
    destroy: async () => {},
  };
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => driver,
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
};
