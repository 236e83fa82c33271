/** For each accepted part: so that less than 1 % of the parts are refused for probing. */
const EARNED = 0.007;
const MOST = 30;
/** What a probe may be taken to cost, parts. */
const DEAREST = 25;
/** Owed for so long at most, s. */
const DEBT_S = 5;
/** Of the limit: what will have been earned before the probe is over. */
const AHEAD = 0.009;
const BEST_LEFT = 0.9;
const FRESH_MS = 3000;
const LOW_MS = 5000;
const LONGEST_MS = 120_000;
/**
 * Hardly a carrier allows so little: such a limit is left from a time in which it was busy or out of order. It is probed
 * whatever that costs, since a gateway that crawls for minutes after an outage costs more.
 */
const DOUBTFUL_LIMIT = 4;
const DOUBTFUL_MS = 20_000;
const PUNISHED_TIMES = 50;
const LONGEST_PUNISHED_MS = 300_000;

/** When the next probe above the limit may begin: each costs refused parts, and some carriers punish. Pure, in ms. */
export class ProbeBudget {
  #credit = 0;
  #cost = 1;
  #caused = 0;
  /** The best limit of late; each probe in vain makes it less. */
  #best = 0;
  /** Probes that may follow soon, since the limit is a new one. */
  #fresh = 2;
  #notBefore = 0;

  accepted(): void {
    this.#credit = Math.min(MOST, this.#credit + EARNED);
  }

  /** @param parts that were refused for it */
  charge(parts: number, limit: number): void {
    this.#credit = Math.max(-Math.max(6, DEBT_S * EARNED * Math.min(limit, 10_000)), this.#credit - parts);
    this.#caused += parts;
  }

  may(now: number, limit: number, heldMs: number): boolean {
    if (heldMs >= 1000) this.#best = Math.max(this.#best, limit);
    const low = limit < this.#best / 2;
    if (limit < DOUBTFUL_LIMIT && heldMs >= (this.#fresh > 0 ? FRESH_MS : DOUBTFUL_MS)) return true;
    if (heldMs < 1000 || (now < this.#notBefore && !low)) return false;
    if (this.#credit >= this.#cost - AHEAD * limit) return true;
    return heldMs >= (this.#fresh > 0 && this.#credit > -2 ? FRESH_MS : low ? LOW_MS : LONGEST_MS);
  }

  begin(limit: number): void {
    this.#caused = 0;
    this.#fresh--;
    this.#best = Math.max(this.#best * BEST_LEFT, limit);
  }

  /** @param sure whether the carrier was seen at the limit that was found */
  concluded(probed: boolean, lifted: boolean, sure: boolean): void {
    if (probed) this.#cost = Math.min(DEAREST, Math.max(1, this.#caused));
    if (!probed || lifted) this.#fresh = sure ? 0 : 2;
    // The debt was for another limit.
    if (lifted) this.#credit = Math.max(0, this.#credit);
  }

  /** After a refusal nothing was accepted for so long. */
  punished(now: number, forMs: number): void {
    this.#notBefore = now + Math.min(LONGEST_PUNISHED_MS, PUNISHED_TIMES * forMs);
  }
}
