/** How long parts may wait in the carrier's queue before the window is made smaller, ms. */
const TARGET_MS = 100;
/**
 * The smallest window that a measured queue leads to: with 1 the carrier would be idle between each answer and the next
 * part. Only for the measurement in `#learnFloor` the window may be 1.
 */
const FEWEST = 2;
/**
 * The window at the start, as TCP's (RFC 6928): a critical part waits behind no more parts, and a quick carrier soon
 * has a larger window.
 */
const FIRST = 10;
/** This many late answers in a row end the start: a single one may be late by chance. */
const LATE_ROW = 3;
/** A window that grew to this many parts without a queue has no bound any more. */
const OPEN = 1000;
/** The fewest answers of a round: fewer may all be slow by chance. */
const ROUND = 4;
const STEEPEST = 0.5;
const GROWTH = 0.05;
/** How long the quickest answer counts as the latency with an empty queue, ms. */
const FLOOR_FOR_MS = 600_000;

/**
 * Finds how many parts a carrier needs to have in flight so that it is never idle, and no more: a critical part waits
 * behind all parts that the carrier was given before it. Pure: time is an argument, in ms.
 *
 * The method is the gradient of latencies (Netflix' concurrency-limits, Gradient2): once in each round of answers the
 * window is multiplied by the latency without a queue, plus a tolerated 100 ms, divided by the measured latency. The
 * tolerated queue is a time, as in LEDBAT (RFC 6817). A number of parts, as in TCP Vegas, would be no time at a quick
 * carrier and seconds at 2/s. The window begins with ten parts, doubles each round trip while latency shows no queue
 * (slow start), and has no bound from 1,000 parts on until a queue shows. A slow link is therefore filled within a
 * second or two.
 */
export class WindowGauge {
  #limit: number;
  #starting: boolean;
  #late = 0;
  #floorMs = Number.POSITIVE_INFINITY;
  #nextFloorMs = Number.POSITIVE_INFINITY;
  #floorSince: number | undefined;
  #answers = 0;
  #roundMs = Number.POSITIVE_INFINITY;
  #roundBegan = Number.NEGATIVE_INFINITY;
  #most = 0;

  /** @param carrierTells whether the carrier told its rate: then the window has no bound until latency shows a queue */
  constructor(carrierTells: boolean) {
    this.#limit = carrierTells ? Number.POSITIVE_INFINITY : FIRST;
    this.#starting = !carrierTells;
  }

  /** The largest number of parts in flight, 1 or more; infinite while latency shows no queue. */
  get limit(): number {
    return this.#limit;
  }

  /** @param inFlight parts without an answer when this answer came, its own part included */
  answered(latencyMs: number, inFlight: number, now: number): void {
    this.#learnFloor(latencyMs, now);
    if (this.#starting) this.#start(latencyMs, inFlight);
    // A part that left before this round began shows the latency of the window before.
    if (now - latencyMs < this.#roundBegan) return;
    this.#answers++;
    this.#most = Math.max(this.#most, inFlight);
    this.#roundMs = Math.min(this.#roundMs, latencyMs);
    if (this.#answers >= Math.max(ROUND, Math.min(this.#limit, this.#most))) this.#endRound(now);
  }

  /** Slow start: one part more for each answer in time, until LATE_ROW answers are late. */
  #start(latencyMs: number, inFlight: number): void {
    this.#late = latencyMs > this.#floorMs + TARGET_MS ? this.#late + 1 : 0;
    if (this.#late >= LATE_ROW) this.#limit = Math.max(FEWEST, Math.ceil(inFlight / 2));
    else if (this.#late === 0 && inFlight * 2 >= this.#limit) this.#limit++;
    if (this.#limit >= OPEN) this.#limit = Number.POSITIVE_INFINITY;
    this.#starting = this.#late < LATE_ROW && Number.isFinite(this.#limit);
  }

  #endRound(now: number): void {
    const gradient = Math.max(STEEPEST, (this.#floorMs + TARGET_MS) / this.#roundMs);
    const used = Math.min(this.#limit, this.#most);
    if (gradient < 1) this.#limit = Math.max(FEWEST, Math.ceil(used * gradient));
    else if (!this.#starting && this.#most >= this.#limit) this.#limit += Math.max(1, this.#limit * GROWTH);
    this.#answers = 0;
    this.#most = 0;
    this.#roundMs = Number.POSITIVE_INFINITY;
    this.#roundBegan = now;
  }

  #learnFloor(latencyMs: number, now: number): void {
    this.#floorSince ??= now;
    const elapsedMs = now - this.#floorSince;
    if (elapsedMs < 0) this.#roundBegan = now;
    if (elapsedMs < 0 || elapsedMs >= FLOOR_FOR_MS) {
      this.#floorMs = this.#nextFloorMs;
      this.#nextFloorMs = Number.POSITIVE_INFINITY;
      this.#floorSince = now;
      // Half a window empties the carrier's queue for a moment. Otherwise the time in the queue would be taken for the
      // link's latency, and a window of two or three parts would grow. Of these, half is 1, until the next round ends.
      if (Number.isFinite(this.#limit)) this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    }
    this.#nextFloorMs = Math.min(this.#nextFloorMs, latencyMs);
    this.#floorMs = Math.min(this.#floorMs, latencyMs);
  }
}
