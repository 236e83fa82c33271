import { readdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { BenchGateway, benchFolder, type Footprint } from './bench-gateway.ts';
import { type BenchSize, batchBody, type Figures } from './bench-load.ts';
import { SinkProcess } from './sink-process.ts';

const CONTRACT = 500;
const SHARE = 0.8;
const POST_EVERY_MS = 250;
const SAMPLE_EVERY_MS = 15_000;
const DROP_EVERY_MS = 60_000;

interface Sample extends Footprint {
  readonly timers: number;
  readonly walMb: number;
  readonly storeMb: number;
  readonly files: number;
}

/**
 * Sends 80 % of a contracted 500/s and drops the link once a minute. Compares the gateway's memory in the second eighth
 * of the time, when it is warm, with the last eighth.
 */
export const hour = async ({ minutes }: BenchSize): Promise<Figures> => {
  await using open = new AsyncDisposableStack();
  const folder = await benchFolder();
  open.defer(() => rm(folder, { recursive: true, force: true }));
  const sink = await SinkProcess.start({ port: 0, keepMessages: false });
  open.defer(() => sink.stop());
  const gateway = await BenchGateway.start(
    `  - { id: sink, type: smpp, host: 127.0.0.1, port: ${sink.port}, systemId: bench, rate: ${CONTRACT} }`,
    { folder },
  );
  open.defer(() => gateway.stop());
  const samples: Sample[] = [];
  const began = performance.now();
  const end = began + minutes * 60_000;
  let posted = 0;
  let sampleAt = began;
  let dropAt = began + DROP_EVERY_MS;
  for (let now = began; now < end; now = performance.now()) {
    const due = Math.floor(((now - began) / 1000) * CONTRACT * SHARE) - posted;
    if (due > 0) posted += await gateway.postBatch(batchBody(due));
    if (now >= sampleAt) {
      samples.push(await sampleOf(gateway, folder));
      sampleAt += SAMPLE_EVERY_MS;
    }
    if (now >= dropAt) {
      await sink.ask('drop');
      dropAt += DROP_EVERY_MS;
    }
    await wait(POST_EVERY_MS);
  }
  const isOpen = async (): Promise<boolean> => {
    for (const state of ['queued', 'sending', 'sent']) if ((await gateway.count(state)) > 0) return true;
    return false;
  };
  while (await isOpen()) await wait(1000);
  const eighth = Math.max(1, Math.floor(samples.length / 8));
  const warm = samples.slice(eighth, 2 * eighth);
  const last = samples.slice(-eighth);
  // Messages that were in flight when a link was dropped, and were never answered.
  const uncertain = await gateway.count('uncertain');
  const figures: Record<string, number> = { minutes, messages: posted, uncertain };
  for (const key of ['resident', 'descriptors', 'threads', 'timers', 'walMb', 'storeMb', 'files'] as const) {
    figures[`${key}Warm`] = median(warm.map((sample) => sample[key]));
    figures[`${key}Last`] = median(last.map((sample) => sample[key]));
  }
  return figures;
};

const sampleOf = async (gateway: BenchGateway, folder: string): Promise<Sample> => {
  const metrics = await (await gateway.get('/metrics')).text();
  const timers = /nodejs_active_resources\{type="Timeout"\} (\d+)/.exec(metrics)?.[1] ?? '0';
  const megabytes = (file: string): number =>
    (statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0) / 2 ** 20;
  return {
    ...gateway.footprint(),
    timers: Number(timers),
    walMb: megabytes('tocsin.db-wal'),
    storeMb: megabytes('tocsin.db'),
    files: readdirSync(folder).length,
  };
};

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
