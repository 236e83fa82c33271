import type { RefusalCount } from '../../../domain/routes/route.ts';
import { statusLabel } from '../../../protocols/smpp/outcomes.ts';

/** Statuses without a name in SMPP that are counted by themselves; a carrier could make up four thousand million. */
const MAX_UNNAMED = 32;

const OTHER = 'other';

/** What one carrier answered to submits but "yes", by command_status, since the start. */
export class Refusals {
  /** The two ways to say "slower" are there from the start: what is 0 can be watched for its first. */
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
