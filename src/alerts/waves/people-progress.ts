import type { ReportRepository } from '../../domain/alerts/alert-report.ts';
import type { AlertCount } from '../../domain/alerts/alert-repository.ts';
import { type PeopleTotals, totalsOf, totalsOfOneWave } from '../../domain/alerts/people-totals.ts';
import type { Clock } from '../../kernel/clock.ts';

type People = Pick<ReportRepository, 'endOfPeople' | 'countPeople'>;

export interface PeopleProgressDeps {
  readonly people: People;
  readonly clock: Pick<Clock, 'elapsed'>;
}

interface Kept {
  readonly totals: Promise<PeopleTotals>;
  /** Until when the totals are used again, by `clock.elapsed()`; infinite while they are counted. */
  freshUntil: number;
}

/** Rows that one statement counts: few, so that other readers wait only some ms. */
const ROWS = 5000;
const FRESH_MS = 1000;
/**
 * A count that took n ms is used again for n times this factor, ms: counting a million people takes seconds. For
 * 100,000 people this is about `FRESH_MS`.
 */
const FRESH_FACTOR = 4;
/** The largest number of alerts whose totals are kept. */
const KEPT = 50;

/** Counts the people of an alert, each once, with their outcome. */
export const countPeople = async (people: People, alert: number): Promise<PeopleTotals> => {
  const counts = [];
  for (let after = ''; ; ) {
    const until = await people.endOfPeople(alert, after, ROWS);
    if (until === undefined) return totalsOf(counts);
    counts.push(...(await people.countPeople(alert, after, until)));
    after = until;
  }
};

/**
 * How far alerts have come, in people. An alert of one wave needs no count of its own; with several waves a person has
 * several messages, so the people are counted, and the totals are kept for a while.
 */
export class PeopleProgress {
  readonly #deps: PeopleProgressDeps;
  readonly #kept = new Map<number, Kept>();

  constructor(deps: PeopleProgressDeps) {
    this.#deps = deps;
  }

  /** @param counts the counts of the alert's messages */
  async of(alert: number, counts: readonly AlertCount[]): Promise<PeopleTotals> {
    return totalsOfOneWave(counts) ?? (await this.#counted(alert));
  }

  #counted(alert: number): Promise<PeopleTotals> {
    const { people, clock } = this.#deps;
    const began = clock.elapsed();
    const known = this.#kept.get(alert);
    if (known !== undefined && began < known.freshUntil) return known.totals;
    const totals = countPeople(people, alert);
    const kept: Kept = { totals, freshUntil: Number.POSITIVE_INFINITY };
    this.#kept.delete(alert);
    this.#kept.set(alert, kept);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value ?? alert);
    totals.then(
      () => {
        const now = clock.elapsed();
        kept.freshUntil = now + Math.max(FRESH_MS, (now - began) * FRESH_FACTOR);
      },
      () => this.#kept.delete(alert),
    );
    return totals;
  }
}
