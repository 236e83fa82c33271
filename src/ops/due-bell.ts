import type { DueKind, DueRepository, DueTimes } from '../domain/operation/due.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';

const EVERY_MS = 1000;

export interface DueBellDeps {
  readonly store: DueRepository;
  /** What to ask for at this time. */
  readonly times: (nowMs: number) => DueTimes;
  /** Wakes the one who looks after what is due. */
  readonly wake: Readonly<Record<DueKind, () => void>>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Asks the store once a second, in one read for all, whether anything is due, and wakes those who look after it. Each
 * of them would otherwise read the store each second, though mostly there is nothing.
 */
export class DueBell {
  readonly #deps: DueBellDeps;
  readonly #looper: Looper;
  #rung: readonly DueKind[] = [];

  constructor(deps: DueBellDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'it cannot be read what is due; trying again';
    this.#looper = new Looper(() => this.#look(), { clock, log, failure });
  }

  start(): void {
    this.#looper.start(EVERY_MS);
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }

  async #look(): Promise<number> {
    const { store, times, wake, clock } = this.#deps;
    const due = await store.due(times(clock.now()));
    // Once more when there is nothing left: whoever was woken may still show what it saw.
    for (const kind of new Set([...due, ...this.#rung])) wake[kind]();
    this.#rung = due;
    return EVERY_MS;
  }
}
