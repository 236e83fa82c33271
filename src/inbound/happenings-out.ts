import type { Cancel, Clock } from '../domain/clock.ts';
import type { Happening, InboundBook } from '../domain/inbound-book.ts';
import type { Log } from '../domain/log.ts';

export interface HappeningsOutDeps {
  readonly book: Pick<InboundBook, 'happenings' | 'forgetHappenings'>;
  /** Resolves when whoever is to know has it, or has it on disk. */
  readonly publish: (happening: Happening) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

const BATCH = 100;
const RETRY_MS = 5000;

/**
 * Tells others what phones have said, each at least once: what was told is forgotten afterwards, so a crash in between
 * tells it again, under the same id.
 */
export class HappeningsOut {
  readonly #deps: HappeningsOutDeps;
  #running: Promise<void> = Promise.resolve();
  #busy = false;
  #again = false;
  #stopped = false;
  #cancel: Cancel = () => {};

  constructor(deps: HappeningsOutDeps) {
    this.#deps = deps;
  }

  /** There may be something to tell. */
  wake(): void {
    this.#again = true;
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    this.#cancel();
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        while (!this.#stopped && (await this.#round()) > 0);
      }
    } catch (error) {
      this.#deps.log.error({ err: error }, 'what phones have said cannot be passed on; tried again');
      if (!this.#stopped) this.#cancel = this.#deps.clock.after(RETRY_MS, () => this.wake());
    } finally {
      this.#busy = false;
    }
  }

  async #round(): Promise<number> {
    const { book, publish } = this.#deps;
    const happenings = await book.happenings(BATCH);
    for (const happening of happenings) {
      if (this.#stopped) break;
      await publish(happening);
      await book.forgetHappenings(happening.id);
    }
    return happenings.length;
  }
}
