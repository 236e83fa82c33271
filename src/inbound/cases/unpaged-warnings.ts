import type { CaseFigures } from '../../domain/inbound/help-case.ts';
import type { Msisdn } from '../../domain/messages/msisdn.ts';
import { type Log, maskNumber } from '../../kernel/log.ts';

/** The shortest time between two warnings of cases that nobody takes, ms. */
const WARNED_EVERY_MS = 300_000;

/** What the log says of cases that nobody takes, and of pages that reach nobody: of the latter once for each change. */
export class UnpagedWarnings {
  readonly #waitsMs: number;
  readonly #log: Log;
  readonly #unreachable = new Set<Msisdn>();
  #nextWarningAt = 0;
  #hasUnpaged = false;

  /** @param waitsMs how long a case may wait before the log warns */
  constructor(waitsMs: number, { log }: { readonly log: Log }) {
    this.#waitsMs = waitsMs;
    this.#log = log;
  }

  tried(number: Msisdn, isPaged: boolean): void {
    if (isPaged === !this.#unreachable.has(number)) return;
    const fields = { number: maskNumber(number) };
    if (isPaged) {
      this.#unreachable.delete(number);
      this.#log.info(fields, 'calls for help reach this number of the duty list again');
      return;
    }
    this.#unreachable.add(number);
    this.#log.error(fields, 'no route carries calls for help to this number of the duty list');
  }

  look({ open, waitingSince, unpaged }: CaseFigures, nowMs: number): void {
    if (unpaged > 0 !== this.#hasUnpaged) {
      this.#hasUnpaged = unpaged > 0;
      if (unpaged > 0) this.#log.error({ unpaged }, 'nobody could be paged for calls for help; trying again');
      else this.#log.info({}, 'there is no call for help any more for which nobody could be paged');
    }
    if (waitingSince === undefined || nowMs - waitingSince <= this.#waitsMs) return;
    if (nowMs < this.#nextWarningAt) return;
    this.#nextWarningAt = nowMs + WARNED_EVERY_MS;
    const minutes = Math.floor((nowMs - waitingSince) / 60_000);
    this.#log.warn({ open, oldestMinutes: minutes }, 'calls for help wait, and nobody has taken them');
  }
}
