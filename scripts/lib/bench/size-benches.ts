import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { BenchGateway, benchFolder } from './bench-gateway.ts';
import { type BenchSize, batchBody, type Figures, TEXT } from './bench-load.ts';
import { CRITICAL, named, probeCritical } from './critical-probe.ts';
import { delivery } from './own-benches.ts';
import { searchTimes } from './search-times.ts';
import { SinkProcess } from './sink-process.ts';

const MILLION = 1_000_000;
const LINES_A_REQUEST = 100_000;
const CRITICAL_EVERY_MS = 50;

/** Measures the gateway's start, and its memory then, with a million messages queued for a carrier that is down. */
export const million = async (_size: BenchSize): Promise<Figures> => {
  await using open = new AsyncDisposableStack();
  const folder = await benchFolder();
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const away = '  - { id: away, type: smpp, host: 127.0.0.1, port: 1, systemId: bench }';
  const first = await BenchGateway.start(away, { folder });
  const body = batchBody(LINES_A_REQUEST);
  for (let queued = 0; queued < MILLION; queued += LINES_A_REQUEST) await first.postBatch(body);
  const whileQueuing = first.footprint().peak;
  await first.stop();
  const second = await BenchGateway.start(away, { folder });
  open.defer(() => second.stop());
  await wait(5000);
  return {
    startMs: second.startMs,
    residentMb: second.footprint().resident,
    peakWhileQueuingMb: whileQueuing,
  };
};

const OLD = 10_000_000;
const DELETED = 2_000_000;
let oldFolder: Promise<string> | undefined;

/**
 * Times the delivery of a batch in a store with ten million old delivered messages, which is made once for all runs.
 */
export const deliveryAmongOld = async (size: BenchSize): Promise<Figures> => {
  oldFolder ??= makeOld(OLD);
  return delivery(size, { folder: await oldFolder });
};

const IN_BLOCK = 4096;

/** Times searches among ten million messages that find nothing, so that they can't end early. */
export const finding = async (_size: BenchSize): Promise<Figures> => {
  await using open = new AsyncDisposableStack();
  oldFolder ??= makeOld(OLD);
  const folder = await oldFolder;
  const gateway = await BenchGateway.start('', { folder });
  open.defer(() => gateway.stop());
  const started = performance.now();
  const db = new Database(join(folder, 'tocsin.db'), { readonly: true });
  open.defer(() => void db.close());
  const inBlocks = db.prepare('SELECT max(until_id) FROM message_blocks').pluck();
  while (Number(inBlocks.get()) < OLD - IN_BLOCK) await wait(500);
  const writtenSeconds = (performance.now() - started) / 1000;
  return { ...(await searchTimes(gateway)), writtenSeconds };
};

/** Times a batch and critical messages while retention deletes two million old messages. */
export const purging = async ({ messages, window }: BenchSize): Promise<Figures> => {
  await using open = new AsyncDisposableStack();
  const folder = await makeOld(DELETED);
  const sink = await SinkProcess.start({ port: 0, keepMessages: false, recordArrivals: CRITICAL });
  open.defer(() => sink.stop());
  const gateway = await BenchGateway.start(
    `  - { id: sink, type: smpp, host: 127.0.0.1, port: ${sink.port}, systemId: bench, window: ${window} }`,
    { folder },
  );
  open.defer(() => gateway.stop());
  await gateway.untilUp('sink');
  await gateway.ask('POST', '/v1/retention/run');
  const started = performance.now();
  const accepted = await gateway.postBatch(batchBody(messages));
  const receipts = async () => (await sink.stats())['receiptsAcked'] ?? 0;
  const watched = await probeCritical(gateway, sink, {
    everyMs: CRITICAL_EVERY_MS,
    isOver: async () => (await receipts()) >= accepted,
  });
  const seconds = (performance.now() - started) / 1000;
  const { running } = (await gateway.ask('GET', '/v1/retention')) as { readonly running: boolean };
  if (!running) throw new Error('all was deleted before the batch had gone out: nothing was measured');
  return {
    deliveredPerSecond: accepted / seconds,
    ...named('critical', watched),
    peakMb: gateway.footprint().peak,
  };
};

const makeOld = async (messages: number): Promise<string> => {
  const folder = await benchFolder();
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  // The gateway is started once, so that it makes its tables.
  await (await BenchGateway.start('', { folder })).stop();
  const db = new Database(join(folder, 'tocsin.db'));
  db.pragma('synchronous = OFF');
  // Delivered messages of one part with a matched receipt. Their ids are before those of all later messages.
  db.exec(`
    BEGIN;
    INSERT INTO messages (id, recipient, sender, text, state, priority, lane, encoding, flash, parts, created_at, due_at,
      valid_until, on_uncertain, attempt, route, claimed_at, sent_at, final_at, owner)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${messages})
    SELECT i, '+336399' || (80000 + i % 20000), 'BENCH', '${TEXT}', 3, 2, 1, 0, 0, 1, i, i, i + 86400000, 1, 1, 'sink',
      i, i, i + 1, 'old' FROM n;
    INSERT INTO parts (message_id, attempt, part, route, carrier, carrier_ref, accepted_at, receipt_state, receipt_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${messages})
    SELECT i, 1, 1, 'sink', '127.0.0.1', printf('%x', i), i, 0, i + 1 FROM n;
    COMMIT;
  `);
  db.close();
  return folder;
};
