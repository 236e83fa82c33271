import type { NumberBlocks } from '../domain/messages/message-store.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';

/** How often it is looked whether there are enough new messages for a block, ms. */
const EVERY_MS = 5000;
/** The rest between two blocks, ms: the writer needs some 4 ms for a block, and other work comes first. */
const REST_MS = 50;
/** How often blocks without messages are removed, ms. */
const DROP_EVERY_MS = 3_600_000;

export interface BlockWriterDeps {
  readonly store: NumberBlocks;
  readonly clock: Clock;
  readonly log: Log;
}

/** Writes the blocks in which messages are found by their number, while messages come. */
export class BlockWriter {
  readonly #deps: BlockWriterDeps;
  readonly #looper: Looper;
  #dropAt: number;

  constructor(deps: BlockWriterDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    this.#dropAt = clock.elapsed() + DROP_EVERY_MS;
    const failure = 'the search by number cannot be kept; trying again';
    this.#looper = new Looper(() => this.#write(), { clock, log, failure });
  }

  start(): void {
    this.#looper.start(EVERY_MS);
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }

  async #write(): Promise<number> {
    const { store, clock } = this.#deps;
    if (await store.writeNextBlock()) return REST_MS;
    if (clock.elapsed() >= this.#dropAt) {
      await store.dropEmptyBlocks();
      this.#dropAt = clock.elapsed() + DROP_EVERY_MS;
    }
    return EVERY_MS;
  }
}
