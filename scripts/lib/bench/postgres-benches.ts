import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { POSTGRES } from '../../../test/support/postgres/address.ts';
import { Configured } from '../../../test/support/postgres/configured.ts';
import { startServer, stopServer } from '../../../test/support/postgres/server.ts';
import { BenchGateway } from './bench-gateway.ts';
import { type BenchSize, type Figures, TEXT } from './bench-load.ts';
import { searchTimes } from './search-times.ts';

const OLD = 10_000_000;
const IN_BLOCK = 4096;

/** Times the searches of `finding` on a PostgreSQL that syncs its commits, made with its own defaults. */
export const findingOnPostgres = async (_size: BenchSize): Promise<Figures> => {
  await using open = new AsyncDisposableStack();
  process.env[POSTGRES] = await startServer('commits');
  open.defer(stopServer);
  const made = open.use(await Configured.make());
  const client = new pg.Client({ connectionString: made.url });
  await client.connect();
  open.defer(() => client.end());
  await fillWithOld(client);
  const started = performance.now();
  const gateway = await BenchGateway.start('', { postgres: made.url });
  open.defer(() => gateway.stop());
  const inBlocks = async (): Promise<number> => {
    const { rows } = await client.query('SELECT max(until_id) AS until FROM message_blocks');
    return Number(rows[0]?.until ?? 0);
  };
  while ((await inBlocks()) < OLD - IN_BLOCK) await wait(500);
  const writtenSeconds = (performance.now() - started) / 1000;
  return { ...(await searchTimes(gateway)), writtenSeconds };
};

/** Delivered messages of one part with a matched receipt. Their ids are before those of all later messages. */
const fillWithOld = async (client: pg.Client): Promise<void> => {
  await client.query(
    `INSERT INTO messages (id, recipient, sender, text, state, priority, lane, encoding, flash, parts, created_at, due_at,
       valid_until, on_uncertain, attempt, route, claimed_at, sent_at, final_at, owner,
       carrier, carrier_ref, receipt_state, receipt_at)
     SELECT i, '+336399' || (80000 + i % 20000), 'BENCH', '${TEXT}', 3, 2, 1, 0, 0, 1, i, i, i + 86400000, 1, 1, 'sink',
       i, i, i + 1, 'old', '127.0.0.1', to_hex(i), 0, i + 1
     FROM generate_series(1::bigint, ${OLD}) i`,
  );
  // As autovacuum does some time after so many rows.
  await client.query('VACUUM ANALYZE messages');
};
