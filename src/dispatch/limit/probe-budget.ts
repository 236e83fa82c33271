import { isLifted } from './conclusion.ts';

/**
 * What an accepted part adds to the credit; a part that a probe gets refused subtracts 1. Probes therefore get less
 * than 1 % of the parts refused.
 */
const EARNED = 0.006;
const MOST = 30;
/** How far the credit may fall below 0: accepted parts at the limit make up for a debt within this time, s. */
const DEBT_S = 20;
const BEST_LEFT = 0.9;
/**
 * Hardly any carrier allows fewer parts per second. A lower limit was probably measured while the carrier was busy or
 * out of order, so it is probed again sooner.
 */
const DOUBTFUL_LIMIT = 4;
const DOUBTFUL_MS = 20_000;
/** A limit of at most this many parts per second is measured imprecisely: two probes may follow it soon, not one. */
const FEW_PARTS = 10;
const SETTLED_MS = 1000;
const FRESH_MS = 3000;
const LOW_MS = 5000;
const LONGEST_MS = 120_000;
/**
 * How long a carrier that doesn't punish may refuse everything, ms. At the start its whole second may be full, later
 * only the end of the second.
 */
const USUAL_AT_FIRST_MS = 1500;
const USUAL_MS = 400;
const PUNISHED_TIMES = 50;
const LONGEST_PUNISHED_MS = 300_000;

/**
 * Decides when the next probe above the limit may begin. Probes are rare: each gets parts refused, and some carriers
 * then accept nothing for a while. Pure: time is an argument, in ms.
 */
export class ProbeBudget {
  #credit = 0;
  /** The highest limit of late, parts per second. Each probe lowers it by 10 %, but not below the present limit. */
  #best = 2 * DOUBTFUL_LIMIT;
  /** How many probes may follow soon without credit, since the limit is a new one. */
  #fresh = 2;
  #notBefore = 0;
  #heldMs = 0;
  #isProbing = false;

  accepted(): void {
    this.#credit = Math.min(MOST, this.#credit + EARNED);
  }

  /**
   * Takes refused parts from the credit.
   *
   * @param parts how many were refused
   * @param limit parts per second
   */
  charge(parts: number, limit: number): void {
    this.#credit = Math.max(-Math.max(6, DEBT_S * EARNED * Math.min(limit, 10_000)), this.#credit - parts);
  }

  /** Whether a probe may begin now. To be called after the limit was held for `elapsedMs` more. */
  may(elapsedMs: number, limit: number, now: number): boolean {
    this.#heldMs += elapsedMs;
    const heldMs = this.#heldMs;
    if (heldMs < SETTLED_MS) return false;
    const low = limit < this.#best / 2;
    if (now < this.#notBefore && !low) return false;
    if (this.#credit >= 1) return true;
    if (this.#fresh > 0 && this.#credit > -2) return heldMs >= FRESH_MS;
    return heldMs >= (low ? LOW_MS : limit < DOUBTFUL_LIMIT ? DOUBTFUL_MS : LONGEST_MS);
  }

  begin(limit: number): void {
    this.#fresh--;
    this.#isProbing = true;
    this.#best = Math.max(this.#best * BEST_LEFT, limit);
  }

  /**
   * To be called after a measurement.
   *
   * @param limit the limit that was found, parts per second
   * @param above the limit that was probed; undefined if the limit was held
   * @param sure whether the carrier refused parts until the end of the measurement
   */
  concluded(limit: number, above: number | undefined, sure: boolean): void {
    const lifted = above !== undefined && isLifted(limit, above);
    this.#heldMs = 0;
    this.#isProbing = false;
    if (above === undefined || lifted) this.#fresh = sure && limit > FEW_PARTS ? 1 : 2;
    // A debt from the old, lower limit must not delay probes above the new one.
    if (lifted) this.#credit = Math.max(0, this.#credit);
  }

  /**
   * To be called when a carrier that accepted nothing for `forMs` accepts parts again. If a full second doesn't explain
   * so long a time, the carrier punished a probe, and the next probe is put off. If the limit had been held for a
   * while, there was no probe to punish: the carrier was out of order.
   */
  wasShut(forMs: number, limit: number, roundTripMs: number, now: number): void {
    if (!this.#isProbing && this.#heldMs >= FRESH_MS) return;
    const usualMs = Number.isFinite(limit) ? Math.max(USUAL_MS, 3000 / limit) : USUAL_AT_FIRST_MS;
    if (forMs <= usualMs + 1.5 * roundTripMs) return;
    this.#notBefore = now + Math.min(LONGEST_PUNISHED_MS, PUNISHED_TIMES * forMs);
  }
}
