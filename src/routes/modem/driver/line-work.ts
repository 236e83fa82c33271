import { TocsinError } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import type { AtChannel } from '../at/at-channel.ts';
import type { Task } from '../receive/incoming.ts';
import type { ModemDriver } from './driver.ts';

export interface LineWorkDeps {
  readonly routeId: string;
  readonly log: Log;
  readonly driver: ModemDriver;
  /** The next task; undefined if there is none, or if none may run now. */
  readonly next: () => Task | undefined;
}

/** Runs the tasks that need the serial line one after the other, while the modem is ready. */
export class LineWork {
  readonly #deps: LineWorkDeps;
  #busy = false;
  #done: Promise<void> = Promise.resolve();

  constructor(deps: LineWorkDeps) {
    this.#deps = deps;
  }

  /** Resolves when the running task has ended. */
  get done(): Promise<void> {
    return this.#done;
  }

  /** Starts working if the modem is ready; does nothing while a task already runs. */
  go(): void {
    if (this.#busy || this.#deps.driver.state.kind !== 'ready') return;
    this.#busy = true;
    this.#done = this.#workThrough();
  }

  /** Runs this one task although the modem isn't ready; no other task runs then. */
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
      // The driver already reports a serial line that closes.
      if (error instanceof TocsinError && error.code === 'deviceFailed') return;
      this.#deps.log.error({ route: this.#deps.routeId, err: error }, 'a task of the modem failed');
    }
  }
}
