/** The decision about one part: accepted, with a delay of the response in ms, or refused. */
export type Ruling = { readonly taken: true; readonly delayMs: number } | { readonly taken: false };

/** A hidden limit of a carrier. Times are in ms of the carrier's own clock, and never decrease. */
export interface Limit {
  rule(nowMs: number): Ruling;
}

const REFUSED: Ruling = { taken: false };
const TAKEN: Ruling = { taken: true, delayMs: 0 };

/** Accepts at most `parts` parts in any sliding window, as ksmppd does with an account's parts of the last second. */
export class SlidingWindow implements Limit {
  readonly #parts: number;
  readonly #windowMs: number;
  readonly #countsRefused: boolean;
  #counted: number[] = [];
  #first = 0;

  constructor(parts: number, windowMs: number, countsRefused: boolean) {
    this.#parts = Math.max(1, parts);
    this.#windowMs = windowMs;
    this.#countsRefused = countsRefused;
  }

  rule(nowMs: number): Ruling {
    while ((this.#counted[this.#first] ?? nowMs) <= nowMs - this.#windowMs) this.#first++;
    if (this.#first > 10_000) {
      this.#counted = this.#counted.slice(this.#first);
      this.#first = 0;
    }
    const taken = this.#counted.length - this.#first + 1 <= this.#parts;
    if (taken || this.#countsRefused) this.#counted.push(nowMs);
    return taken ? TAKEN : REFUSED;
  }
}

/** Accepts at most `parts` parts in each fixed window of the carrier's clock, such as a second or a minute. */
export class FixedWindow implements Limit {
  readonly #parts: number;
  readonly #windowMs: number;
  #window = 0;
  #counted = 0;

  constructor(parts: number, windowMs: number) {
    this.#parts = Math.max(1, parts);
    this.#windowMs = windowMs;
  }

  rule(nowMs: number): Ruling {
    const window = Math.floor(nowMs / this.#windowMs);
    if (window !== this.#window) this.#counted = 0;
    this.#window = window;
    this.#counted++;
    return this.#counted <= this.#parts ? TAKEN : REFUSED;
  }
}

/** Refuses a part that comes too soon after the last accepted one, like Jasmin's router. */
export class Spacing implements Limit {
  readonly #everyMs: number;
  #takenAt = Number.NEGATIVE_INFINITY;

  constructor(perSecond: number) {
    this.#everyMs = 1000 / perSecond;
  }

  rule(nowMs: number): Ruling {
    if (nowMs - this.#takenAt < this.#everyMs) return REFUSED;
    this.#takenAt = nowMs;
    return TAKEN;
  }
}

/**
 * A token bucket, which is full at first: parts that were not sent before may be sent later at once. A queue that
 * drains at a constant rate, and refuses while it is full, behaves the same way.
 */
export class TokenBucket implements Limit {
  readonly #perSecond: number;
  readonly #depth: number;
  #tokens: number;
  #at: number | undefined;

  /** @param depth the largest number of parts that are accepted at once, at least 1 */
  constructor(perSecond: number, depth: number) {
    this.#perSecond = perSecond;
    this.#depth = Math.max(1, depth);
    this.#tokens = this.#depth;
  }

  rule(nowMs: number): Ruling {
    const gained = ((nowMs - (this.#at ?? nowMs)) * this.#perSecond) / 1000;
    this.#tokens = Math.min(this.#depth, this.#tokens + gained);
    this.#at = nowMs;
    if (this.#tokens < 1) return REFUSED;
    this.#tokens--;
    return TAKEN;
  }
}

/** Delays the response until the part's turn comes, like NowSMS, and refuses only when `depth` parts wait. */
export class SlowAnswers implements Limit {
  readonly #everyMs: number;
  readonly #depth: number;
  #freeAt = 0;

  constructor(perSecond: number, depth: number) {
    this.#everyMs = 1000 / perSecond;
    this.#depth = depth;
  }

  rule(nowMs: number): Ruling {
    const freeAt = Math.max(this.#freeAt, nowMs) + this.#everyMs;
    if (freeAt - nowMs > this.#depth * this.#everyMs) return REFUSED;
    this.#freeAt = freeAt;
    return { taken: true, delayMs: freeAt - nowMs };
  }
}

/**
 * Refuses everything for a while after a refusal; if `prolonged`, each try begins that time anew. Kannel's mailing list
 * tells of such carriers.
 */
export class Pause implements Limit {
  readonly #behind: Limit;
  readonly #pauseMs: number;
  readonly #prolonged: boolean;
  #until = Number.NEGATIVE_INFINITY;

  constructor(behind: Limit, pauseMs: number, prolonged: boolean) {
    this.#behind = behind;
    this.#pauseMs = pauseMs;
    this.#prolonged = prolonged;
  }

  rule(nowMs: number): Ruling {
    const paused = nowMs < this.#until;
    const ruling = paused ? REFUSED : this.#behind.rule(nowMs);
    if (!ruling.taken && (this.#prolonged || !paused)) this.#until = nowMs + this.#pauseMs;
    return ruling;
  }
}

/**
 * A limit that counts the parts of another sender too, which come evenly in every second period of the given length.
 */
export class Shared implements Limit {
  readonly #behind: Limit;
  readonly #everyMs: number;
  readonly #periodMs: number;
  #otherAt: number | undefined;

  /** @param periodMs length of the other sender's periods in ms; infinite if it never pauses */
  constructor(behind: Limit, otherPerSecond: number, periodMs: number) {
    this.#behind = behind;
    this.#everyMs = 1000 / otherPerSecond;
    this.#periodMs = periodMs;
  }

  rule(nowMs: number): Ruling {
    this.#otherAt ??= nowMs;
    for (; this.#otherAt <= nowMs; this.#otherAt += this.#everyMs) {
      if (Math.floor(this.#otherAt / this.#periodMs) % 2 === 0) this.#behind.rule(this.#otherAt);
    }
    return this.#behind.rule(nowMs);
  }
}

/** A limit that is replaced by another one after some time. */
export class Changing implements Limit {
  readonly #limits: readonly { readonly fromMs: number; readonly limit: Limit }[];
  #startMs: number | undefined;

  /** @param limits in the order of `fromMs`, in ms from the first part */
  constructor(limits: readonly { readonly fromMs: number; readonly limit: Limit }[]) {
    this.#limits = limits;
  }

  rule(nowMs: number): Ruling {
    this.#startMs ??= nowMs;
    const passedMs = nowMs - this.#startMs;
    return this.#limits.findLast(({ fromMs }) => fromMs <= passedMs)?.limit.rule(nowMs) ?? TAKEN;
  }
}

/** Refuses a random share of the parts, whatever the rate. */
export class Noise implements Limit {
  readonly #share: number;
  readonly #random: () => number;

  constructor(share: number, random: () => number) {
    this.#share = share;
    this.#random = random;
  }

  rule(): Ruling {
    return this.#random() < this.#share ? REFUSED : TAKEN;
  }
}
