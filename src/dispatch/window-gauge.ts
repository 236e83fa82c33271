/** The time that parts may wait in the carrier's queue, before fewer are given to it. */
const TARGET_MS = 100;
const FEWEST = 2;
/** Fewer answers than that may all be slow ones by chance. */
const ROUND = 4;
const STEEPEST = 0.5;
const GROWTH = 0.05;
/** For so long the quickest answer stands for an empty queue. */
const FLOOR_FOR_MS = 600_000;

/**
 * How many parts a carrier needs to have in flight so that it is never idle, and no more: a critical part waits behind
 * whatever the carrier was given before it. Pure: time is an argument, in ms.
 *
 * The method is the gradient of latencies (Netflix' concurrency-limits, Gradient2): the window is multiplied by how
 * much quicker an answer would be without a queue, once a round of answers; the tolerated queue is a time, as in
 * LEDBAT (RFC 6817), not Vegas' number of parts, which would be nothing on a quick link and seconds on one of 2/s.
 * It begins without a bound, and shrinks only where a queue shows: a slow link is filled too.
 */
export class WindowGauge {
  #limit = Number.POSITIVE_INFINITY;
  #floorMs = Number.POSITIVE_INFINITY;
  #nextFloorMs = Number.POSITIVE_INFINITY;
  #floorSince: number | undefined;
  #answers = 0;
  #roundMs = Number.POSITIVE_INFINITY;
  #roundBegan = Number.NEGATIVE_INFINITY;
  #most = 0;

  /** Parts in flight, 2 or more; infinite while no queue shows. */
  get limit(): number {
    return this.#limit;
  }

  /** @param inFlight parts without an answer when this one was given */
  answered(latencyMs: number, inFlight: number, now: number): void {
    this.#learnFloor(latencyMs, now);
    // Of a round, answers to what left before it tell of the window before.
    if (now - latencyMs < this.#roundBegan) return;
    this.#answers++;
    this.#most = Math.max(this.#most, inFlight);
    this.#roundMs = Math.min(this.#roundMs, latencyMs);
    if (this.#answers >= Math.max(ROUND, Math.min(this.#limit, this.#most))) this.#endRound(now);
  }

  #endRound(now: number): void {
    const gradient = Math.max(STEEPEST, (this.#floorMs + TARGET_MS) / this.#roundMs);
    const used = Math.min(this.#limit, this.#most);
    if (gradient < 1) this.#limit = Math.max(FEWEST, Math.ceil(used * gradient));
    else if (this.#most >= this.#limit) this.#limit += Math.max(1, this.#limit * GROWTH);
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
      // Empties the queue for a moment: its own time would pass for the link's.
      if (Number.isFinite(this.#limit)) this.#limit = Math.max(1, Math.floor(this.#limit / 2));
    }
    this.#nextFloorMs = Math.min(this.#nextFloorMs, latencyMs);
    this.#floorMs = Math.min(this.#floorMs, latencyMs);
  }
}
