import { type Allowance, countsUntil, type PartLimit } from './allowance.ts';

/** No forecast looks further ahead: 31 days, ms. No message is valid for longer. */
const HORIZON_MS = 31 * 86_400_000;

/** The number of parts whose times are computed one by one. Those after them follow at their mean rate. */
const MOST_PARTS = 20_000;
/** A forecast is this exact, ms. */
const EXACT_MS = 10;

/** One limit while parts are sent in a forecast. */
class Window {
  readonly #limit: PartLimit;
  readonly #held: { readonly until: number; readonly parts: number }[];
  #next = 0;
  #used: number;

  constructor(limit: PartLimit) {
    this.#limit = limit;
    this.#held = [...limit.held];
    this.#used = limit.held.reduce((sum, { parts }) => sum + parts, 0);
  }

  /** The earliest time at or after `at` when the limit allows one part more, ms since the epoch. */
  freeAt(at: number): number {
    let time = at;
    for (let next = this.#held[this.#next]; next !== undefined; next = this.#held[this.#next]) {
      if (next.until > time && this.#used < this.#limit.most) break;
      time = Math.max(time, next.until);
      this.#used -= next.parts;
      this.#next++;
    }
    return this.#used < this.#limit.most ? time : Number.POSITIVE_INFINITY;
  }

  take(at: number): void {
    this.#held.push({ until: countsUntil(this.#limit, at), parts: 1 });
    this.#used++;
  }
}

/** How many parts a route would send from now on, by its pace and all the limits that are known. */
export class Supply {
  readonly ratePerSecond: number;
  readonly #windows: readonly Window[];
  readonly #now: number;
  /** When the parts have left, ms from now, ascending; computed as far as somebody asked. */
  readonly #sentMs: number[] = [];
  /** When the next part can begin to leave, ms since the epoch. */
  #nextAt: number;

  /** @param ratePerSecond the parts per second that the route sends while its limits allow them; 0: none */
  constructor(ratePerSecond: number, allowance: Allowance | undefined, now: number) {
    this.ratePerSecond = ratePerSecond;
    this.#windows = (allowance?.limits ?? []).map((limit) => new Window(limit));
    this.#now = now;
    this.#nextAt = now;
  }

  /** The number of parts that have left `ms` after now. */
  by(ms: number): number {
    if (this.#windows.length === 0 || this.ratePerSecond <= 0) return (this.ratePerSecond * ms) / 1000;
    this.#computeUntil(ms);
    const sent = this.#sentMs;
    const last = sent.at(-1) ?? 0;
    if (sent.length >= MOST_PARTS && ms > last) return (sent.length * ms) / last;
    let low = 0;
    for (let high = sent.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((sent[middle] ?? 0) <= ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #computeUntil(ms: number): void {
    const paceMs = 1000 / this.ratePerSecond;
    while (this.#sentMs.length < MOST_PARTS && (this.#sentMs.at(-1) ?? 0) <= ms) {
      let at = this.#nextAt;
      // A limit that has room only later may have room again before another one has.
      for (let before = -1; at !== before && Number.isFinite(at); ) {
        before = at;
        for (const window of this.#windows) at = window.freeAt(at);
      }
      this.#nextAt = at + paceMs;
      this.#sentMs.push(at + paceMs - this.#now);
      if (!Number.isFinite(at)) return;
      for (const window of this.#windows) window.take(at);
    }
  }
}

/** When these routes together have sent so many parts, ms from now; undefined: not within `HORIZON_MS`. */
export const msUntilSent = (supplies: readonly Supply[], parts: number): number | undefined => {
  if (parts <= 0) return 0;
  const sentBy = (ms: number): number => supplies.reduce((sum, supply) => sum + supply.by(ms), 0);
  const rate = supplies.reduce((sum, { ratePerSecond }) => sum + ratePerSecond, 0);
  if (rate <= 0) return undefined;
  // No limit lets the parts leave sooner than the pace does.
  let low = (parts / rate) * 1000;
  if (sentBy(low) >= parts - 1e-6) return low;
  let high = low;
  do {
    low = high;
    high = Math.min(HORIZON_MS, high * 2 + 1000);
    if (high <= low) return undefined;
  } while (sentBy(high) < parts);
  while (high - low > EXACT_MS) {
    const middle = (low + high) / 2;
    if (sentBy(middle) >= parts) high = middle;
    else low = middle;
  }
  return high;
};
