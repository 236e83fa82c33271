import type { RefusalCount } from '../../../domain/routes/route.ts';
import { statusLabel } from '../../../protocols/smpp/outcomes.ts';

/**
 * The largest number of statuses without an SMPP name that have a counter of their own. The others share one counter,
 * since a carrier could send any of 2 ** 32 statuses.
 */
const MAX_UNNAMED = 32;

const OTHER = 'other';

/** Counts the refusals of one route's submits since the gateway started, by command_status. */
export class Refusals {
  /** Both throttling statuses begin at 0, so that a monitoring system can see their first increase. */
  readonly #counts = new Map([
    ['ESME_RMSGQFUL', 0],
    ['ESME_RTHROTTLED', 0],
  ]);
  #unnamed = 0;

  /** @param status the command_status of a submit_sm_resp or generic_nack; not 0 */
  note(status: number): void {
    const label = this.#labelOf(status);
    this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
  }

  counts(): readonly RefusalCount[] {
    return [...this.#counts].map(([status, count]) => ({ status, count }));
  }

  #labelOf(status: number): string {
    const { label, named } = statusLabel(status);
    if (named || this.#counts.has(label)) return label;
    if (this.#unnamed === MAX_UNNAMED) return OTHER;
    this.#unnamed++;
    return label;
  }
}
