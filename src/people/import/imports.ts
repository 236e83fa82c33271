import { createHash } from 'node:crypto';
import type { ImportOptions } from '../../domain/people/import-job.ts';
import type { ImportDeps } from './import-deps.ts';
import { runImport } from './run-import.ts';

/** A million people with some attributes; more is several files. */
export const MAX_FILE_OCTETS = 256 * 1024 * 1024;
const CHUNK_OCTETS = 256 * 1024;
/** How long a checked file waits to be run. */
const KEPT_MS = 86_400_000;
/** Until the disk may take what it refused. */
const RETRY_MS = 5000;

export type Received =
  /** On disk as job `id`; nothing happens to it before `begin`. `digest` is of the file. */
  { readonly kind: 'received'; readonly id: number; readonly digest: string } | { readonly kind: 'tooLarge' };

/**
 * Takes in files of contacts, one after the other, beside everything else: a file is on disk before its job begins, and
 * each commit holds some rows and how far the job is, so that it goes on after a restart.
 */
export class Imports {
  readonly #deps: ImportDeps;
  #stopping = new AbortController();
  #working: Promise<void> | undefined;

  constructor(deps: ImportDeps) {
    this.#deps = deps;
  }

  /** What was under way goes on; a file that had not come whole is given up. */
  async start(): Promise<void> {
    const { book, clock } = this.#deps;
    for (const id of await book.importsBefore('receiving', clock.now())) {
      const change = { nowMs: clock.now(), failure: 'the gateway ended while the file came' };
      if (await book.moveImport(id, ['receiving'], 'failed', change)) await book.dropFile(id);
    }
    await this.#dropOld();
    this.#kick();
  }

  /** After the rows that are on their way to the disk. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
  }

  /** Rejects, and keeps nothing, if the file breaks off. */
  async receive(options: ImportOptions, file: AsyncIterable<Uint8Array>): Promise<Received> {
    const { book, clock } = this.#deps;
    await this.#dropOld();
    const id = await book.createImport(options, clock.now());
    try {
      const digest = createHash('sha256');
      let octets = 0;
      let serial = 0;
      for await (const chunk of ofSize(file, CHUNK_OCTETS)) {
        octets += chunk.length;
        if (octets > MAX_FILE_OCTETS) {
          await book.dropImport(id);
          return { kind: 'tooLarge' };
        }
        digest.update(chunk);
        await book.keepChunk(id, serial, chunk);
        serial += 1;
      }
      return { kind: 'received', id, digest: digest.digest('hex') };
    } catch (error) {
      await book.dropImport(id);
      throw error;
    }
  }

  async begin(id: number): Promise<void> {
    await this.#deps.book.moveImport(id, ['receiving'], 'waiting', { nowMs: this.#deps.clock.now() });
    this.#kick();
  }

  /** For a file that came twice. */
  discard(id: number): Promise<void> {
    return this.#deps.book.dropImport(id);
  }

  /** Takes in what a dry run has checked; `notChecked` if it has not, or was run already. */
  async run(id: number): Promise<'begun' | 'unknown' | 'notChecked'> {
    const { book, clock } = this.#deps;
    const job = await book.getImport(id);
    if (job === undefined) return 'unknown';
    const options = { ...job.options, dryRun: false };
    const begun = await book.moveImport(id, ['checked'], 'waiting', { nowMs: clock.now(), options });
    if (!begun) return 'notChecked';
    this.#kick();
    return 'begun';
  }

  #kick(): void {
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  async #work(): Promise<void> {
    const { book, clock, log } = this.#deps;
    const { signal } = this.#stopping;
    try {
      while (!signal.aborted) {
        const next = await book.nextImport();
        if (next === undefined) return;
        await runImport(next.job, next.recordsDone, this.#deps, signal);
      }
    } catch (error) {
      // What is not committed is done again from where the last commit was.
      log.warn({ err: error }, 'an import waits for the disk');
      const cancel = clock.after(RETRY_MS, () => this.#kick());
      signal.addEventListener('abort', cancel, { once: true });
    }
  }

  async #dropOld(): Promise<void> {
    const { book, clock } = this.#deps;
    const nowMs = clock.now();
    for (const id of await book.importsBefore('checked', nowMs - KEPT_MS)) {
      const change = { nowMs, failure: 'it was not run within a day' };
      if (await book.moveImport(id, ['checked'], 'failed', change)) await book.dropFile(id);
    }
  }
}

/** The same octets in larger pieces. */
async function* ofSize(file: AsyncIterable<Uint8Array>, octets: number): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let length = 0;
  for await (const piece of file) {
    held.push(piece);
    length += piece.length;
    if (length < octets) continue;
    yield Buffer.concat(held);
    held = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(held);
}
