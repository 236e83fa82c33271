import { TocsinError } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { Task } from '../receive/incoming.ts';
import type { ModemDriver } from './driver.ts';

export interface LineWorkDeps {
  readonly routeId: string;
  readonly log: Log;
  readonly driver: ModemDriver;
  /** What to do next; undefined if there is nothing, or nothing that may be done now. */
  readonly next: () => Task | undefined;
}

/** Does what there is to do on the line while the modem is ready, one thing after the other. */
export class LineWork {
  readonly #deps: LineWorkDeps;
  #busy = false;
  #done: Promise<void> = Promise.resolve();

  constructor(deps: LineWorkDeps) {
    this.#deps = deps;
  }

  /** Resolves when what is under way has ended. */
  get done(): Promise<void> {
    return this.#done;
  }

  /** There may be something to do. */
  go(): void {
    if (this.#busy || this.#deps.driver.state.kind !== 'ready') return;
    this.#busy = true;
    this.#done = this.#workThrough();
  }

  /** Does this although the modem is not ready; nothing else is done meanwhile. */
  goAlone(channel: AtChannel, task: Task): void {
    this.#done = this.#attempt(channel, task);
  }

  async #workThrough(): Promise<void> {
    const { driver, next } = this.#deps;
    while (driver.state.kind === 'ready' && driver.channel !== undefined) {
      const { channel } = driver;
      const task = next();
      if (task === undefined) break;
      await this.#attempt(channel, task);
    }
    this.#busy = false;
  }

  async #attempt(channel: AtChannel, task: Task): Promise<void> {
    try {
      await task(channel);
    } catch (error) {
      // A line that closes is the driver's to say.
      if (error instanceof TocsinError && error.code === 'deviceFailed') return;
      this.#deps.log.error({ route: this.#deps.routeId, err: error }, 'a task of the modem failed');
    }
  }
}
