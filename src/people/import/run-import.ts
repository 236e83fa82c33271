import { columnsOf } from '../../domain/people/import-columns.ts';
import type { ImportJob, ImportRow, RowError, RowWarning } from '../../domain/people/import-job.ts';
import type { Clock } from '../../kernel/clock.ts';
import { TocsinError } from '../../kernel/errors.ts';
import { swappedIn } from './country-check.ts';
import { type CsvRow, csvRows } from './csv-rows.ts';
import { EncodingScan, type FileEncoding } from './encoding-scan.ts';
import type { ImportDeps } from './import-deps.ts';
import { type Reading, type ReadRow, readRow } from './read-row.ts';

/** How many records one commit imports. It takes the database thread some ms, in which no message can be claimed. */
const BATCH_RECORDS = 500;
/** How many empty records one commit covers. They are only counted. */
const BATCH_EMPTY = 50_000;
/** How many octets the parser gets at once. They take the event loop some ms. */
const PARSED_OCTETS = 32 * 1024;
const LEAST_PAUSE_MS = 2;
const MOST_PAUSE_MS = 20;

/**
 * Runs a job from the record after `recordsDone` to its end, or until the signal aborts.
 *
 * @throws TocsinError storeUnavailable if the disk can't be written; the job then continues from its last commit
 */
export const runImport = async (
  job: ImportJob,
  recordsDone: number,
  deps: ImportDeps,
  signal: AbortSignal,
): Promise<void> => {
  const { repository, clock, log } = deps;
  const found = await encodingOf(job, recordsDone, deps, signal);
  if (found === undefined) return;
  const { encoding } = found;
  const begun = { nowMs: clock.now(), encoding };
  if (!(await repository.moveImport(job.id, ['waiting', 'running'], 'running', begun))) return;
  const failure = await takeIn(job, recordsDone, found, deps, signal).catch((error: unknown) => {
    // After an error of the disk the import is tried again. Any other error would come again, so the import fails.
    if (error instanceof TocsinError && error.code === 'storeUnavailable') throw error;
    log.error({ err: error, import: job.id }, 'an import failed');
    return 'something unexpected went wrong';
  });
  if (failure === undefined && signal.aborted) return;
  const ended = failure === undefined ? (job.options.dryRun ? 'checked' : 'done') : 'failed';
  const change = { nowMs: clock.now(), ...(failure === undefined ? {} : { failure }) };
  await repository.moveImport(job.id, ['running'], ended, change);
  if (ended !== 'checked') await repository.dropFile(job.id);
};

/** Imports the records; returns why the job failed, or undefined at the end of the file or after an abort. */
const takeIn = async (
  job: ImportJob,
  recordsDone: number,
  { encoding, guessed }: FileEncoding,
  deps: ImportDeps,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const { options } = job;
  if (options.list !== undefined && (await deps.lists.get(options.list)) === undefined)
    return `list ${options.list} is gone`;
  const sink = new BatchSink(job, recordsDone, deps);
  let reading: Reading | undefined;
  const checks = { whyNoSms: deps.whyNoSms, isSwapped: await swappedIn(deps.country) };
  let record = 0;
  for await (const row of csvRows(fileOf(job.id, deps), encoding, options.delimiter)) {
    record += 1;
    if (reading === undefined) {
      if ('fault' in row) return `row 1 ${row.fault}`;
      const found = columnsOf(row.cells, options.columns, options.others);
      if (found.kind === 'wrong') return found.why;
      const { normalise } = deps;
      reading = { columns: found.columns, options, normalise, checks, encoding, nowMs: job.createdAt };
      if (guessed && recordsDone === 0) sink.warn(guessOf(encoding));
      continue;
    }
    if (record <= recordsDone) continue;
    sink.add(row, record, reading);
    if (!sink.isFull) continue;
    await sink.flush(record);
    if (signal.aborted) return undefined;
  }
  await sink.flush(record);
  return record === 0 ? 'the file is empty' : undefined;
};

/** The encoding of the file; undefined after an abort. What the request says is not questioned. */
const encodingOf = async (
  { id, options, encoding }: ImportJob,
  recordsDone: number,
  deps: ImportDeps,
  signal: AbortSignal,
): Promise<FileEncoding | undefined> => {
  // Until the first commit the file is looked at again, since that commit has the warning of a guess.
  const known = options.encoding ?? (recordsDone > 0 ? encoding : undefined);
  if (known !== undefined) return { encoding: known, guessed: false };
  const scan = new EncodingScan();
  for await (const octets of fileOf(id, deps)) {
    if (signal.aborted) return undefined;
    scan.push(octets);
  }
  return scan.end();
};

const guessOf = (encoding: string): RowWarning => ({
  row: 1,
  column: undefined,
  kind: 'encoding',
  message: `the file does not say its encoding, and is read as ${encoding}: if letters are wrong, send it with encoding=`,
});

async function* fileOf(jobId: number, { repository }: ImportDeps): AsyncGenerator<Uint8Array> {
  for (let serial = 0; ; serial++) {
    const chunk = await repository.readChunk(jobId, serial);
    if (chunk === undefined) return;
    for (let at = 0; at < chunk.length; at += PARSED_OCTETS) yield chunk.subarray(at, at + PARSED_OCTETS);
  }
}

/** Collects rows and commits them, with a pause after each commit. */
class BatchSink {
  readonly #job: ImportJob;
  readonly #deps: ImportDeps;
  /** The phone numbers of earlier rows. A dry run stores no contacts, so it needs them to count new ones. */
  readonly #counted = new Set<string>();
  #done: number;
  #rows: ImportRow[] = [];
  #errors: RowError[] = [];
  #warnings: RowWarning[] = [];
  #refused = 0;
  #empty = 0;

  constructor(job: ImportJob, recordsDone: number, deps: ImportDeps) {
    this.#job = job;
    this.#deps = deps;
    this.#done = recordsDone;
  }

  get isFull(): boolean {
    return this.#rows.length + this.#refused >= BATCH_RECORDS || this.#empty >= BATCH_EMPTY;
  }

  warn(warning: RowWarning): void {
    this.#warnings.push(warning);
  }

  add(found: CsvRow, row: number, reading: Reading): void {
    const read = 'fault' in found ? faulty(row, found.fault) : readRow(found.cells, row, reading);
    if (read.kind === 'row') {
      this.#rows.push(read.row);
      this.#warnings.push(...read.warnings);
    }
    if (read.kind === 'empty') this.#empty += 1;
    if (read.kind !== 'refused') return;
    this.#refused += 1;
    this.#errors.push(...read.errors);
  }

  async flush(record: number): Promise<void> {
    if (record <= this.#done) return;
    const { repository, clock } = this.#deps;
    const begunAt = clock.now();
    const batch = {
      jobId: this.#job.id,
      before: this.#done,
      after: record,
      rows: this.#rows,
      refused: this.#refused,
      errors: this.#errors,
      warnings: this.#warnings,
    };
    const counted = this.#job.options.dryRun ? await this.#count(this.#rows) : undefined;
    await repository.importRows(batch, counted, clock.now());
    this.#done = record;
    this.#rows = [];
    this.#errors = [];
    this.#warnings = [];
    this.#refused = 0;
    this.#empty = 0;
    await pause(clock, Math.min(MOST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, clock.now() - begunAt)));
  }

  async #count(rows: readonly ImportRow[]) {
    const known = new Set(await this.#deps.repository.knownNumbers(rows.map(({ number }) => number)));
    let created = 0;
    for (const { number } of rows) {
      if (!known.has(number) && !this.#counted.has(number)) created += 1;
      this.#counted.add(number);
    }
    return { created, updated: rows.length - created, unchanged: 0 };
  }
}

const faulty = (row: number, message: string): ReadRow => ({
  kind: 'refused',
  errors: [{ row, column: undefined, message }],
});

const pause = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(ms, resolve);
  });
