import { BusyRate } from './busy-rate.ts';

const BUCKET_MS = 500;
const BUCKETS = 10;
const LATENCY_WEIGHT = 0.1;
/** So long a time shows whether a route has become slower, ms. */
const LATELY_MS = 2000;

/**
 * Measures how many parts a route accepted in the last 5 s, and the time from submit to answer. Pure: the
 * clock's elapsed time is an argument.
 */
export class Meter {
  readonly busy = new BusyRate();
  readonly #counts = new Array<number>(BUCKETS).fill(0);
  #bucket = 0;
  #since: number | undefined;
  #latencyMs: number | undefined;
  #failingSince: number | undefined;
  #notTakenAt: number | undefined;

  accepted(now: number, latencyMs: number): void {
    this.#roll(now);
    this.#failingSince = undefined;
    this.#since ??= now;
    const index = this.#bucket % BUCKETS;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#latencyMs =
      this.#latencyMs === undefined
        ? latencyMs
        : this.#latencyMs + (latencyMs - this.#latencyMs) * LATENCY_WEIGHT;
  }

  /** To be called for a part that the carrier put off, or has not answered. */
  notTaken(now: number, handedOverAt: number): void {
    this.#failingSince ??= now;
    this.#notTakenAt = handedOverAt;
  }

  /** A part that counted as unanswered was accepted after all; the last such part is meant. */
  acceptedLate(now: number): void {
    if (this.#notTakenAt !== undefined) this.accepted(now, now - this.#notTakenAt);
    this.#notTakenAt = undefined;
  }

  /** How long nothing was accepted though parts were tried, ms; 0 from the next accepted part on. */
  failingMs(now: number): number {
    return this.#failingSince === undefined ? 0 : Math.max(0, now - this.#failingSince);
  }

  /** Accepted parts per second over the last 5 s, or since the first accepted part if that is shorter. */
  rate(now: number): number {
    this.#roll(now);
    if (this.#since === undefined) return 0;
    const spanMs = Math.min(BUCKET_MS * BUCKETS, Math.max(BUCKET_MS, now - this.#since));
    return (this.#counts.reduce((sum, count) => sum + count, 0) * 1000) / spanMs;
  }

  /**
   * The most parts per second that the last seconds allow to believe of a route without room; infinite while they tell
   * nothing: it has only begun, or answers come in rounds as long as what is measured.
   */
  latelyAtMost(now: number): number {
    this.#roll(now);
    const round = Math.max(LATELY_MS, this.#latencyMs ?? 0);
    const buckets = Math.ceil(round / BUCKET_MS);
    const spanMs = buckets * BUCKET_MS + (now % BUCKET_MS);
    if (buckets >= BUCKETS || this.#since === undefined || now - this.#since < spanMs)
      return Number.POSITIVE_INFINITY;
    let parts = 0;
    for (let i = 0; i <= buckets; i++) parts += this.#counts[(this.#bucket - i + BUCKETS) % BUCKETS] ?? 0;
    // A part may come a little later or earlier than its pace.
    return ((parts + 1 + Math.sqrt(parts)) * 1000) / spanMs;
  }

  /** The smoothed time from submit to answer, ms; undefined before the first accepted part. */
  get latencyMs(): number | undefined {
    return this.#latencyMs;
  }

  #roll(now: number): void {
    const bucket = Math.floor(now / BUCKET_MS);
    const passed = Math.min(BUCKETS, Math.max(0, bucket - this.#bucket));
    for (let i = 1; i <= passed; i++) this.#counts[(this.#bucket + i) % BUCKETS] = 0;
    if (passed === BUCKETS) this.#counts.fill(0);
    // After a silence the span begins anew with the next part: a time without traffic must not lower the rate.
    if (passed > 0 && this.#counts.every((count) => count === 0)) this.#since = undefined;
    if (bucket > this.#bucket) this.#bucket = bucket;
  }
}
