/** The time that parts may wait in the carrier's queue, before fewer are given to it. */
const TARGET_MS = 100;
const FEWEST = 2;
/** The first window, as TCP's (RFC 6928): a critical part waits behind no more, and a quick carrier soon has more. */
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
 * How many parts a carrier needs to have in flight so that it is never idle, and no more: a critical part waits behind
 * whatever the carrier was given before it. Pure: time is an argument, in ms.
 *
 * The method is the gradient of latencies (Netflix' concurrency-limits, Gradient2): the window is multiplied by how
 * much quicker an answer would be without a queue, once a round of answers; the tolerated queue is a time, as in LEDBAT
 * (RFC 6817), not Vegas' number of parts, which would be nothing on a quick link and seconds on one of 2/s. It begins
 * with a few, doubles each round trip while no queue shows (slow start), and then is without a bound until one does: a
 * slow link is filled within a second or two.
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

  /** @param told whether the carrier told its rate: then the window has no bound until a queue shows */
  constructor(carrierTells: boolean) {
    this.#limit = carrierTells ? Number.POSITIVE_INFINITY : FIRST;
    this.#starting = !carrierTells;
  }

  /** Parts in flight, 2 or more; infinite where no queue shows. */
  get limit(): number {
    return this.#limit;
  }

  /** @param inFlight parts without an answer when this one was given */
  answered(latencyMs: number, inFlight: number, now: number): void {
    this.#learnFloor(latencyMs, now);
    if (this.#starting) this.#start(latencyMs, inFlight);
    // A part that left before this round began tells of the window before.
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
      // Half a window empties the carrier's queue for a moment: else its time would be taken for the link's latency.
      if (Number.isFinite(this.#limit)) this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    }
    this.#nextFloorMs = Math.min(this.#nextFloorMs, latencyMs);
    this.#floorMs = Math.min(this.#floorMs, latencyMs);
  }
}
