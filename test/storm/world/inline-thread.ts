import { EventEmitter } from 'node:events';
import type { Clock } from '../../../src/kernel/clock.ts';
import type { Batch, WorkerMessage, WorkerOptions } from '../../../src/store/thread/protocol.ts';
import { DatabaseServer } from '../../../src/store/thread/server.ts';
import type { StartThread, Thread } from '../../../src/store/thread/thread.ts';
import { copied } from './copied.ts';
import type { Disk } from './disk.ts';

/** A thread of the database that runs in this thread, at the times of the world's clock. */
class InlineThread extends EventEmitter implements Pick<Thread, 'postMessage'> {
  readonly #clock: Clock;
  readonly #disk: Disk;
  readonly #options: WorkerOptions;
  readonly #waiting: (Batch | 'close')[] = [];
  #server: DatabaseServer | undefined;
  #isBusy = false;

  constructor(options: WorkerOptions, clock: Clock, disk: Disk) {
    super();
    this.#clock = clock;
    this.#disk = disk;
    this.#options = options;
    clock.after(disk.paceMs(options.readOnly), () => {
      if (!options.readOnly) disk.opened();
      this.#server = DatabaseServer.open(options, {
        say: (message) => this.#say(message),
        receive: () => this.#waiting.shift(),
      });
      if (this.#server === undefined) this.#end();
      else this.#workSoon();
    });
  }

  /** What passes between two threads is copied, so that neither sees what the other changes later. */
  postMessage(message: unknown): void {
    this.#waiting.push(copied(message) as Batch | 'close');
    this.#workSoon();
  }

  #workSoon(): void {
    if (this.#isBusy || this.#server === undefined || this.#waiting.length === 0) return;
    this.#isBusy = true;
    this.#clock.after(this.#disk.paceMs(this.#options.readOnly), () => {
      this.#isBusy = false;
      const first = this.#waiting.shift();
      const server = this.#server;
      if (first === undefined || server === undefined) return;
      let goesOn = true;
      let died: unknown;
      const work = (): void => {
        try {
          goesOn = server.take(first);
        } catch (error) {
          died = error;
        }
      };
      if (this.#options.readOnly) work();
      else if (!this.#disk.write(work)) return;
      if (died !== undefined) this.#die(died);
      else if (goesOn) this.#workSoon();
      else this.#end();
    });
  }

  #end(): void {
    this.#server = undefined;
    this.#clock.after(0, () => this.emit('exit', 0));
  }

  /** A thread that throws what nobody catches says so, and ends. */
  #die(error: unknown): void {
    this.#server = undefined;
    this.#clock.after(0, () => this.emit('error', error));
  }

  /** The answer is on its way to the gateway's thread for a moment: a crash may come in between. */
  #say(message: WorkerMessage): void {
    const copy = copied(message);
    this.#clock.after(0, () => this.emit('message', copy));
  }
}

export const inlineThreads =
  (clock: Clock, disk: Disk): StartThread =>
  async (options) =>
    new InlineThread(options, clock, disk) as unknown as Thread;
