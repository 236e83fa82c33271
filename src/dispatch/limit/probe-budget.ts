import { isLifted } from './conclusion.ts';

/** For each accepted part: so that less than 1 % of the parts are refused for probing. */
const EARNED = 0.006;
const MOST = 30;
/** Owed for so long at most, s. */
const DEBT_S = 20;
const BEST_LEFT = 0.9;
/** Hardly a carrier allows so little: such a limit is left from a time in which it was busy or out of order. */
const DOUBTFUL_LIMIT = 4;
const DOUBTFUL_MS = 20_000;
/** A limit of at most this many parts per second is measured imprecisely: two probes may follow it soon, not one. */
const FEW_PARTS = 10;
const SETTLED_MS = 1000;
const FRESH_MS = 3000;
const LOW_MS = 5000;
const LONGEST_MS = 120_000;
/** For so long a full second may refuse everything: all of it at the start, little of it later. */
const USUAL_AT_FIRST_MS = 1500;
const USUAL_MS = 400;
const PUNISHED_TIMES = 50;
const LONGEST_PUNISHED_MS = 300_000;

/**
 * Decides when the next probe above the limit may begin. Probes are rare: each gets parts refused, and some carriers then
 * accept nothing for a while. Pure: time is an argument, in ms.
 */
export class ProbeBudget {
  #credit = 0;
  /** The best limit of late; each probe in vain makes it less. */
  #best = 2 * DOUBTFUL_LIMIT;
  /** Probes that may follow soon, since the limit is a new one. */
  #fresh = 2;
  #notBefore = 0;
  #heldMs = 0;
  #isProbing = false;

  accepted(): void {
    this.#credit = Math.min(MOST, this.#credit + EARNED);
  }

  /** @param parts that were refused for it */
  charge(parts: number, limit: number): void {
    this.#credit = Math.max(-Math.max(6, DEBT_S * EARNED * Math.min(limit, 10_000)), this.#credit - parts);
  }

  /** The limit was held for so long. */
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
   * @param limit what was found. @param above what was probed, undefined where it was held
   * @param sure whether the carrier was seen at it
   */
  concluded(limit: number, above: number | undefined, sure: boolean): void {
    const lifted = above !== undefined && isLifted(limit, above);
    this.#heldMs = 0;
    this.#isProbing = false;
    if (above === undefined || lifted) this.#fresh = sure && limit > FEW_PARTS ? 1 : 2;
    // The debt was for another limit.
    if (lifted) this.#credit = Math.max(0, this.#credit);
  }

  /**
   * After a refusal nothing was accepted for so long: longer than a full second explains, it was a punishment. But where
   * the limit had been held for a while, nothing was asked that is punished: the carrier was out of order.
   */
  wasShut(forMs: number, limit: number, roundTripMs: number, now: number): void {
    if (!this.#isProbing && this.#heldMs >= FRESH_MS) return;
    const usualMs = Number.isFinite(limit) ? Math.max(USUAL_MS, 3000 / limit) : USUAL_AT_FIRST_MS;
    if (forMs <= usualMs + 1.5 * roundTripMs) return;
    this.#notBefore = now + Math.min(LONGEST_PUNISHED_MS, PUNISHED_TIMES * forMs);
  }
}
