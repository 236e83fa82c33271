import { firstLimit, limitAfterLift, limitAfterProbe, lowerLimit } from './conclusions.ts';
import { LastSecond } from './last-second.ts';
import type { Reading } from './measurement.ts';
import { Outages } from './outages.ts';
import { ProbeBudget } from './probe-budget.ts';
import { Ramp } from './ramp.ts';
import { Refusals } from './refusals.ts';
import { Rise } from './rise.ts';
import { Search } from './search.ts';
import { ShutGate } from './shut-gate.ts';

/** Above it nobody limits. */
const FASTEST = 100_000;
const FLOOR = 1;
const HELD = 0.98;
const LOWER = 0.97;
const LIFTED = 1.15;

/** What is done now; `search` knows what led to it, and `old` what was believed before that. */
type Phase =
  | { readonly is: 'ramp'; readonly pace: Ramp }
  | { readonly is: 'search'; readonly pace: Search; readonly after: Phase['is']; readonly old: number }
  | { readonly is: 'hold'; readonly pace: { readonly rate: number } }
  | { readonly is: 'probe'; readonly pace: Rise };

/**
 * The limit that a carrier doesn't tell, found from its refusals ("slower"). Pure: time is an argument, in ms.
 *
 * Nothing is concluded from less than a whole second, since most carriers count by the second. `ramp`: the rate doubles
 * from 100/s. Refusals that mean the limit lead to `search`: for a second, what is accepted is counted. `hold`: 98 % of
 * that, evenly. `probe`: a little more, as often as refusals of less than 1 % of the parts allow. Where all is refused,
 * the gate is shut, and single parts are tried. docs/send-loop.md tells why, and what it makes of which carrier.
 */
export class HiddenLimit {
  readonly gate = new ShutGate();
  readonly #most: number;
  readonly #lately = new LastSecond();
  readonly #budget = new ProbeBudget();
  readonly #refusals = new Refusals();
  readonly #outages = new Outages();
  #phase: Phase;
  #limit = Number.POSITIVE_INFINITY;
  #refusedOnce = false;
  #restarted = false;
  #spaced = false;
  #heldMs = 0;
  #roundTripMs = 0;
  #next = 0;
  /** Parts before it left at another rate. */
  #first = 0;

  /** @param contract parts per second, the most that is tried; undefined for none */
  constructor(contract: number | undefined) {
    this.#most = contract ?? FASTEST;
    this.#phase = { is: 'ramp', pace: new Ramp(this.#most, contract) };
  }

  /** Parts per second. */
  get rate(): number {
    return Math.min(this.#most, this.#phase.pace.rate);
  }

  /** Parts in any one second; infinite while the limit isn't known. */
  get mostInASecond(): number {
    if (this.#phase.is === 'hold') return this.#limit;
    return this.#phase.is === 'probe' ? this.rate : Number.POSITIVE_INFINITY;
  }

  /** Whether nothing is known of it yet. */
  get isUnknown(): boolean {
    return this.#phase.is === 'ramp' && !this.#refusedOnce;
  }

  /** Whether a part that comes too soon after another is refused. */
  get isSpaced(): boolean {
    return this.#spaced;
  }

  left(serial: number, now: number): void {
    this.#next = serial + 1;
    this.gate.left(now);
  }

  /** @param latencyMs from this part's leaving to its answer */
  accepted(serial: number, latencyMs: number, now: number): void {
    const phase = this.#phase;
    this.#lately.add(now);
    this.#budget.accepted();
    this.#outages.accepted();
    this.#refusals.accepted(phase.is === 'probe' ? phase.pace.overshoot : 0);
    if (phase.is === 'ramp') phase.pace.accepted();
    if (phase.is === 'search') phase.pace.accepted(now - latencyMs, this.#lately.count(now));
    this.#roundTripMs += (latencyMs - this.#roundTripMs) / (this.#roundTripMs === 0 ? 1 : 8);
    if (this.gate.isShut && serial >= this.#first) this.#open(now);
  }

  /** "Slower". */
  refused(serial: number, latencyMs: number, now: number): void {
    const leftAt = now - latencyMs;
    const phase = this.#phase;
    const probing = phase.is === 'probe';
    this.#refusals.inARow(leftAt);
    if (phase.is === 'search' ? phase.after !== 'ramp' : probing) this.#budget.charge(1, this.#limit);
    this.#refusedOnce = true;
    if (serial < this.#first) return;
    if (this.gate.isShut) {
      this.gate.refused(now);
      return;
    }
    if (phase.is === 'search') phase.pace.refused(leftAt, now);
    const means = this.#refusals.refused(Math.min(this.#limit, this.rate), probing);
    const wall = this.#refusals.isWall(leftAt, this.#limit);
    if (means || wall) this.#alarm(now, wall);
    if (wall) this.gate.shut(now);
  }

  /** So much time passed in which the rate, and nothing else, held parts back. */
  pass(elapsedMs: number, now: number): void {
    const phase = this.#phase;
    if (this.gate.isShut) return;
    this.#heldMs += elapsedMs;
    if (phase.is === 'ramp') phase.pace.pass(elapsedMs, this.#roundTripMs);
    else if (phase.is === 'probe') this.#raise(phase.pace, elapsedMs);
    else if (phase.is === 'search') {
      const reading = phase.pace.pass(elapsedMs, now);
      if (reading !== undefined) this.#conclude(reading, phase, now);
    } else if (this.#budget.may(now, this.#limit, this.#heldMs)) this.#probe();
  }

  #alarm(now: number, wall: boolean): void {
    const { is, pace } = this.#phase;
    if (is === 'search') pace.alarm(now, wall);
    else if (is === 'ramp') this.#search(pace.rate / 2, this.#limit, now);
    else if (is === 'probe') {
      const lately = Math.min(pace.rate, this.#lately.count(now));
      this.#limit = lately > LIFTED * pace.from ? lately : pace.proven;
      this.#search(HELD * this.#limit, pace.from, now);
    } else {
      this.#budget.charge(this.#refusals.evidence, this.#limit);
      this.#search(LOWER * pace.rate, this.#limit, now);
    }
    this.#refusals.clear();
    this.#first = this.#next;
  }

  #search(rate: number, old: number, now: number): void {
    const twice = this.#limit > LIFTED * old;
    const far = twice || this.#phase.is === 'ramp';
    const before = this.#lately.count(now);
    const from = { rate, limit: this.#limit, far, twice, before, roundTripMs: this.#roundTripMs };
    this.#phase = { is: 'search', pace: new Search(from, now), after: this.#phase.is, old };
  }

  #conclude(reading: Reading, { after, old, pace }: Extract<Phase, { is: 'search' }>, now: number): void {
    if (after === 'ramp' && !this.#restarted && !reading.refusing && pace.silentMs === 0) {
      // Only the first parts, which left together, were too many.
      this.#restarted = true;
      this.#phase = { is: 'ramp', pace: new Ramp(this.#most, pace.rate) };
      return;
    }
    const lifted = this.#limit > LIFTED * old;
    this.#spaced ||= reading.spaced !== undefined;
    let limit = this.#limit;
    if (after === 'ramp') limit = firstLimit(reading, pace.rate);
    else if (lifted) limit = limitAfterLift(reading, pace.rate, old, limit);
    else if (after === 'probe') limit = limitAfterProbe(reading, old, limit);
    else if (reading.silent) limit = this.#outages.lowered(limit, reading.before, pace.silentMs, now);
    else limit = lowerLimit(reading, limit);
    this.#budget.concluded(after === 'probe', limit > LIFTED * old, reading.saturated && reading.after > 10);
    if (after === 'ramp' || lifted) this.#outages.forget();
    if (after === 'ramp' || lifted || reading.silent) this.#outages.over(now);
    this.#limit = Math.max(FLOOR, limit);
    this.#phase = { is: 'hold', pace: { rate: HELD * this.#limit } };
    this.#refusals.clear();
    this.#heldMs = 0;
    this.#first = this.#next;
  }

  #probe(): void {
    this.#budget.begin(this.#limit);
    this.#refusals.clear();
    this.#phase = { is: 'probe', pace: new Rise(this.#limit, this.#roundTripMs) };
  }

  #raise(rise: Rise, elapsedMs: number): void {
    rise.pass(elapsedMs);
    if (rise.rate < this.#most) return;
    this.#limit = Number.POSITIVE_INFINITY;
    this.#phase = { is: 'ramp', pace: new Ramp(this.#most, this.#most) };
  }

  #open(now: number): void {
    const shutMs = this.gate.open(now);
    const phase = this.#phase;
    this.#first = this.#next;
    this.#refusals.clear();
    if (phase.is !== 'search') return;
    phase.pace.wasShut(shutMs);
    const usualMs = phase.after === 'ramp' ? 1500 : Math.max(400, 3000 / this.#limit);
    if (shutMs > usualMs + 1.5 * this.#roundTripMs) this.#budget.punished(now, shutMs);
  }
}
