import type { Alert } from '../../domain/alerts/alert.ts';
import type { ReportFigures } from '../../domain/alerts/alert-report.ts';
import { widestAudience } from '../../domain/alerts/escalation.ts';
import { countFigures, type FiguresDeps } from './figures.ts';

const FRESH_MS = 1000;
/** A count that took n ms is used again for n times this factor, ms: counting a million people takes seconds. */
const FRESH_FACTOR = 10;
const KEPT = 20;

interface Counting {
  /** The time until which the figures are used again, by `clock.elapsed()`; infinite while the count runs. */
  freshUntil: number;
  readonly version: number;
  readonly figures: Promise<ReportFigures>;
}

/** Counts alerts; those who ask for the same alert at about the same time share one count. */
export class FiguresCounter {
  readonly #deps: FiguresDeps;
  readonly #counting = new Map<number, Counting>();

  constructor(deps: FiguresDeps) {
    this.#deps = deps;
  }

  count({ id, version, draft }: Alert): Promise<ReportFigures> {
    const { clock } = this.#deps;
    const known = this.#counting.get(id);
    const began = clock.elapsed();
    if (known !== undefined && known.version === version && began < known.freshUntil) return known.figures;
    const figures = countFigures(this.#deps, id, widestAudience(draft));
    const counting: Counting = { freshUntil: Number.POSITIVE_INFINITY, version, figures };
    this.#counting.delete(id);
    this.#counting.set(id, counting);
    if (this.#counting.size > KEPT) this.#counting.delete(this.#counting.keys().next().value ?? id);
    figures.then(
      () => {
        const now = clock.elapsed();
        counting.freshUntil = now + Math.max(FRESH_MS, (now - began) * FRESH_FACTOR);
      },
      () => this.#counting.delete(id),
    );
    return figures;
  }
}
