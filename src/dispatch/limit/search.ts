import { Measurement, type Reading } from './measurement.ts';

const FLOOR = 1;
const EASED_FAR = 0.7;
const EASED = 0.95;
const QUIET_MS = 300;
const QUIET_PARTS = 3;
const DOUBLING_MS = 600;
const ABOVE = 1.1;

export interface SearchFrom {
  readonly rate: number;
  /** The limit that is believed, parts per second; infinite for none. */
  readonly limit: number;
  /** What it is may be far from what is believed: the rate follows the refusals, down and up. */
  readonly far: boolean;
  /** The first second after a lift is filled already, or paid from a bucket: the next one counts. */
  readonly twice: boolean;
  readonly before: number;
  readonly roundTripMs: number;
}

/** A second that is measured, and the rate meanwhile: less with each alarm, so that few are refused for it. Pure, in ms. */
export class Search {
  readonly #from: SearchFrom;
  #measurement: Measurement;
  #twice: boolean;
  #rate: number;
  #alarmedAt: number;

  constructor(from: SearchFrom, now: number) {
    this.#from = from;
    this.#measurement = new Measurement(now, from.before, from.roundTripMs);
    this.#twice = from.twice;
    this.#rate = Math.max(FLOOR, from.rate);
    this.#alarmedAt = now;
  }

  get rate(): number {
    return this.#rate;
  }

  get silentMs(): number {
    return this.#measurement.silentMs;
  }

  /** @param inASecond accepted in the last second, this one included */
  accepted(leftAt: number, inASecond: number): void {
    this.#measurement.accepted(leftAt, inASecond);
  }

  refused(leftAt: number, now: number): void {
    this.#measurement.refused(leftAt, now);
  }

  wasShut(forMs: number): void {
    this.#measurement.wasShut(forMs);
  }

  alarm(now: number, wall: boolean): void {
    this.#alarmedAt = now;
    if (this.#from.far) this.#rate *= EASED_FAR;
    else if (!wall) this.#rate *= EASED;
    this.#rate = Math.max(FLOOR, this.#rate);
  }

  /** @returns what was measured, once it is over */
  pass(elapsedMs: number, now: number): Reading | undefined {
    const { far, limit, before, roundTripMs } = this.#from;
    const quietMs = Math.max(QUIET_MS + roundTripMs, (QUIET_PARTS * 1000) / this.#rate);
    if (far && now - this.#alarmedAt > quietMs) {
      const faster = this.#rate * 2 ** (elapsedMs / (DOUBLING_MS + roundTripMs));
      this.#rate = Math.min(faster, Math.max(this.#rate, ABOVE * limit));
    }
    if (!this.#measurement.isOver(now)) return undefined;
    if (!this.#twice) return this.#measurement.read(now);
    this.#twice = false;
    this.#measurement = new Measurement(now, before, roundTripMs);
    return undefined;
  }
}
