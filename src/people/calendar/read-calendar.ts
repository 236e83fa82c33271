import { Worker } from 'node:worker_threads';
import type { Clock } from '../../kernel/clock.ts';
import type { CalendarRead, CalendarSpan } from './calendar.ts';

const WITHIN_MS = 5000;
const HEAP_MB = 128;
const TOO_LONG: CalendarRead = {
  kind: 'refused',
  reason: `the calendar takes longer than ${WITHIN_MS / 1000} s to read: a rule of repetition in it has no end`,
};
const TOO_LARGE: CalendarRead = { kind: 'refused', reason: 'the calendar needs too much memory to be read' };

/** Reads a calendar in a thread of its own, which is ended if it takes too long. One calendar is read at a time. */
export class CalendarReader {
  readonly #clock: Clock;
  #last: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  read(text: string, span: CalendarSpan): Promise<CalendarRead> {
    const next = this.#last.then(() => this.#read(text, span));
    this.#last = next.catch(() => {});
    return next;
  }

  async #read(text: string, span: CalendarSpan): Promise<CalendarRead> {
    const worker = new Worker(new URL('./calendar-thread.ts', import.meta.url), {
      workerData: { text, span },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    const { promise, resolve } = Promise.withResolvers<CalendarRead>();
    worker.once('message', resolve);
    worker.once('error', () => resolve(TOO_LARGE));
    worker.once('exit', () => resolve(TOO_LARGE));
    const cancel = this.#clock.after(WITHIN_MS, () => resolve(TOO_LONG));
    try {
      return await promise;
    } finally {
      cancel();
      await worker.terminate();
    }
  }
}
