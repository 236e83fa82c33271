import { createHash } from 'node:crypto';
import type { ImportOptions } from '../../domain/people/import-job.ts';
import { Looper } from '../../kernel/looper.ts';
import type { ImportDeps } from './import-deps.ts';
import { runImport } from './run-import.ts';

/** The largest size of a file in octets: enough for a million people with some attributes. */
export const MAX_FILE_OCTETS = 256 * 1024 * 1024;
const CHUNK_OCTETS = 256 * 1024;
/** How long the file of a dry run is kept for the real run, in ms. */
const KEPT_MS = 86_400_000;
/** How often old files are looked for, in ms. */
const LOOK_MS = 3_600_000;

export type Received =
  /** The file is on disk as job `id`, and waits for `begin`. `digest` is the SHA-256 of the file. */
  { readonly kind: 'received'; readonly id: number; readonly digest: string } | { readonly kind: 'tooLarge' };

/**
 * Imports files of contacts, one after the other, while the gateway does its other work. A file is on disk before its
 * job begins, and each commit stores some rows together with the job's progress, so that an import continues after a
 * restart.
 */
export class Imports {
  readonly #deps: ImportDeps;
  readonly #looper: Looper;

  constructor(deps: ImportDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    // After a failure the import continues from its last commit.
    const failure = 'an import waits for the disk';
    this.#looper = new Looper(() => this.#work(), { clock, log, failure });
  }

  /** Continues the imports of the last process, and gives up files that had not arrived completely. */
  async start(): Promise<void> {
    const { repository, clock } = this.#deps;
    for (const id of await repository.importsBefore('receiving', clock.now())) {
      const change = { nowMs: clock.now(), failure: 'the gateway ended while the file came' };
      if (await repository.moveImport(id, ['receiving'], 'failed', change)) await repository.dropFile(id);
    }
    await this.#dropOld();
    this.#looper.start();
  }

  /** Resolves when the rows that are being committed are on disk. */
  stop(): Promise<void> {
    return this.#looper.stop();
  }

  /** Stores a file while it arrives. If the upload breaks off, the promise rejects and nothing is kept. */
  async receive(options: ImportOptions, file: AsyncIterable<Uint8Array>): Promise<Received> {
    const { repository, clock } = this.#deps;
    await this.#dropOld();
    const id = await repository.createImport(options, clock.now());
    try {
      const digest = createHash('sha256');
      let octets = 0;
      let serial = 0;
      for await (const chunk of ofSize(file, CHUNK_OCTETS)) {
        octets += chunk.length;
        if (octets > MAX_FILE_OCTETS) {
          await repository.dropImport(id);
          return { kind: 'tooLarge' };
        }
        digest.update(chunk);
        await repository.keepChunk(id, serial, chunk);
        serial += 1;
      }
      return { kind: 'received', id, digest: digest.digest('hex') };
    } catch (error) {
      await repository.dropImport(id);
      throw error;
    }
  }

  async begin(id: number): Promise<void> {
    await this.#deps.repository.moveImport(id, ['receiving'], 'waiting', { nowMs: this.#deps.clock.now() });
    this.#looper.wake();
  }

  /** Removes a received file that is not to be imported, since an earlier request has sent the same file. */
  discard(id: number): Promise<void> {
    return this.#deps.repository.dropImport(id);
  }

  /** Runs the import of a file that a dry run has checked; 'notChecked' if it wasn't checked, or was already run. */
  async run(id: number): Promise<'begun' | 'unknown' | 'notChecked'> {
    const { repository, clock } = this.#deps;
    await this.#dropOld();
    const job = await repository.getImport(id);
    if (job === undefined) return 'unknown';
    const options = { ...job.options, dryRun: false };
    const begun = await repository.moveImport(id, ['checked'], 'waiting', { nowMs: clock.now(), options });
    if (!begun) return 'notChecked';
    this.#looper.wake();
    return 'begun';
  }

  async #work(): Promise<number | undefined> {
    const { signal } = this.#looper;
    while (!signal.aborted) {
      const next = await this.#deps.repository.nextImport();
      if (next === undefined) {
        await this.#dropOld();
        return LOOK_MS;
      }
      await runImport(next.job, next.recordsDone, this.#deps, signal);
    }
    return undefined;
  }

  /** Deletes files that were only checked, a day later, and those that an ended gateway has left. */
  async #dropOld(): Promise<void> {
    const { repository, clock } = this.#deps;
    const nowMs = clock.now();
    for (const id of await repository.importsBefore('checked', nowMs - KEPT_MS)) {
      const change = { nowMs, failure: 'it was not run within a day' };
      await repository.moveImport(id, ['checked'], 'failed', change);
    }
    for (const id of await repository.looseFiles()) await repository.dropFile(id);
  }
}

/** Joins the octets into larger pieces. */
async function* ofSize(file: AsyncIterable<Uint8Array>, octets: number): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of file) {
    pieces.push(piece);
    length += piece.length;
    if (length < octets) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(pieces);
}
