import type { ReachRepository } from '../../domain/people/reach.ts';
import type { Clock } from '../../kernel/clock.ts';
import { addCounts, type ReachRow, reachRows } from './reach-rows.ts';

export interface ReachCount {
  /** ms since the epoch. */
  readonly countedAt: number;
  readonly rows: readonly ReachRow[];
}

/** A count is shown for this long, so that its pages fit together, and that nobody keeps the reading thread busy. */
const FRESH_MS = 60_000;

/** Counts how many people of each place can be reached. One count runs at a time; who asks meanwhile gets the same. */
export class Reach {
  readonly #repository: ReachRepository;
  readonly #clock: Clock;
  #last: ReachCount | undefined;
  #running: Promise<ReachCount> | undefined;

  constructor(repository: ReachRepository, clock: Clock) {
    this.#repository = repository;
    this.#clock = clock;
  }

  count(): Promise<ReachCount> {
    const last = this.#last;
    if (last !== undefined && this.#clock.now() - last.countedAt < FRESH_MS) return Promise.resolve(last);
    this.#running ??= this.#count().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** The next count is a new one, since the inhabitants have changed. */
  forget(): void {
    this.#last = undefined;
  }

  async #count(): Promise<ReachCount> {
    const countedAt = this.#clock.now();
    let codes: Parameters<typeof reachRows>[0] = new Map();
    let areas: Parameters<typeof reachRows>[1] = new Map();
    for (let after: number | undefined = 0; after !== undefined; ) {
      const slice: Awaited<ReturnType<ReachRepository['reachSlice']>> =
        await this.#repository.reachSlice(after);
      codes = addCounts(codes, slice.codes);
      areas = addCounts(areas, slice.areas);
      after = slice.next;
    }
    const population = await this.#repository.population();
    const rows = reachRows(codes, areas, population, await this.#repository.reachAreas());
    this.#last = { countedAt, rows };
    return this.#last;
  }
}
