import { Climb } from './climb.ts';
import { concluded, isLifted, type Reading } from './conclusion.ts';
import { Evidence } from './evidence.ts';
import { LastSecond } from './last-second.ts';
import { MeasuredSecond } from './measured-second.ts';
import { ProbeBudget } from './probe-budget.ts';
import { ShutGate } from './shut-gate.ts';

const FASTEST = 100_000;
const HELD = 0.98;
const LOWER = 0.97;

type Phase =
  | { readonly is: 'climb'; readonly pace: Climb }
  | { readonly is: 'measure'; readonly pace: MeasuredSecond }
  | { readonly is: 'hold'; readonly pace: { readonly rate: number } };

/**
 * Finds a limit that the carrier doesn't tell by the parts that it refuses with "slower". Pure: time is an argument, in
 * ms.
 *
 * The limit is never concluded from less than a whole second, since most carriers count by the second. In the phase
 * `climb` the rate rises: from 100/s at the start, later from the limit. Climbs from the limit (probes) are so rare
 * that they get less than 1 % of the parts refused. When refusals mean the limit, the phase `measure` counts the parts
 * that are accepted in a second. The phase `hold` then sends 98 % of that number, evenly. While the carrier refuses
 * everything, the gate is shut: single parts are tried. docs/send-loop.md lists how much of each kind of limit is used.
 */
export class HiddenLimit {
  readonly gate = new ShutGate();
  readonly #most: number;
  /** The share of the contract that this node may send, parts per second. */
  #share = Number.POSITIVE_INFINITY;
  readonly #lately = new LastSecond();
  readonly #budget = new ProbeBudget();
  readonly #evidence = new Evidence();
  #phase: Phase;
  #limit = Number.POSITIVE_INFINITY;
  #roundTripMs = 0;

  /**
   * @param contract the contracted rate, parts per second: no higher rate is tried; undefined if the carrier told none
   */
  constructor(contract: number | undefined) {
    this.#most = contract ?? FASTEST;
    this.#phase = { is: 'climb', pace: new Climb(contract ?? 0) };
  }

  /** The rate at which parts may leave now, parts per second. */
  get rate(): number {
    return Math.min(this.#most, this.#share, this.#phase.pace.rate);
  }

  /** Nothing above this rate is tried from now on, parts per second. What was learnt of the limit stays. */
  share(rate: number): void {
    this.#share = rate;
  }

  /**
   * The largest number of parts that may leave in any one second; infinite while no limit is known, or one is measured.
   */
  get mostInASecond(): number {
    if (this.#phase.is === 'hold') return this.#limit;
    return this.#phase.is === 'climb' && this.#limit < FASTEST ? this.rate : Number.POSITIVE_INFINITY;
  }

  /** The limit that was found, parts per second; undefined: none was. */
  get found(): number | undefined {
    return this.#limit < this.#most ? this.#limit : undefined;
  }

  /** Whether nothing is known of the limit yet, since no part was ever refused. */
  get isUnknown(): boolean {
    return !this.#evidence.isAny;
  }

  left(serial: number, now: number): void {
    this.#evidence.left(serial);
    this.gate.left(now);
  }

  /**
   * To be called when the carrier accepts a part.
   *
   * @param latencyMs the time from the part's leaving to its answer
   */
  accepted(serial: number, latencyMs: number, now: number): void {
    this.#lately.add(now);
    this.#budget.accepted();
    this.#evidence.accepted();
    if (this.#phase.is === 'measure') this.#phase.pace.accepted(now - latencyMs, this.#lately.latest);
    this.#roundTripMs += (latencyMs - this.#roundTripMs) / (this.#roundTripMs === 0 ? 1 : 8);
    if (this.gate.isShut && this.#evidence.counts(serial)) this.#open(now);
  }

  /** To be called when the carrier answers a part with "slower". */
  refused(serial: number, latencyMs: number, now: number): void {
    const leftAt = now - latencyMs;
    const phase = this.#phase;
    const probing = phase.is === 'climb' && Number.isFinite(this.#limit);
    if (probing || (phase.is === 'measure' && (phase.pace.above ?? 0) > 0))
      this.#budget.charge(1, this.#limit);
    this.#evidence.inARow(leftAt);
    if (phase.is === 'measure') phase.pace.refused(leftAt);
    if (!this.#evidence.counts(serial)) return;
    if (this.gate.isShut) {
      this.gate.refused(now);
      return;
    }
    const means = this.#evidence.refused(Math.min(this.#limit, this.rate), probing);
    const wall = this.#evidence.isWall(leftAt, this.#limit);
    if (means || wall) this.#alarm(now, wall);
    if (wall) this.gate.shut(now);
  }

  /**
   * To be called after `elapsedMs` in which the rate, and nothing else, held parts back. Other time doesn't count,
   * since the carrier then gets fewer parts than the rate allows.
   */
  pass(elapsedMs: number, now: number): void {
    const { is, pace } = this.#phase;
    // While the share is what holds parts back, they say nothing about a limit above it.
    if (this.gate.isShut || (is !== 'measure' && pace.rate > this.#share)) return;
    if (is === 'climb') {
      pace.pass(elapsedMs, this.#roundTripMs);
      if (pace.rate >= this.#most) this.#limit = Number.POSITIVE_INFINITY;
    } else if (is === 'measure') {
      const reading = pace.pass(elapsedMs, this.#lately.count(now), now);
      if (reading !== undefined) this.#conclude(reading, pace.above);
    } else if (this.#budget.may(elapsedMs, this.#limit, now)) {
      this.#budget.begin(this.#limit);
      this.#turn({ is: 'climb', pace: new Climb(this.#limit) });
    }
  }

  #alarm(now: number, wall: boolean): void {
    const { is, pace } = this.#phase;
    if (is === 'measure') pace.alarm(now, wall);
    else if (is === 'hold') {
      this.#budget.charge(this.#evidence.sum, this.#limit);
      this.#measure(LOWER * pace.rate, undefined, now);
    } else if (Number.isFinite(this.#limit)) {
      const lately = Math.min(pace.rate, this.#lately.latest);
      this.#limit = isLifted(lately, pace.from) ? lately : pace.proven;
      this.#measure(HELD * this.#limit, pace.from, now);
    } else this.#measure(this.rate / 2, 0, now);
    this.#evidence.clear();
  }

  #measure(rate: number, above: number | undefined, now: number): void {
    const known = { limit: this.#limit, before: this.#lately.latest, roundTripMs: this.#roundTripMs };
    const from = { ...known, refusedRate: this.rate, rate, above };
    this.#phase = { is: 'measure', pace: new MeasuredSecond(from, now) };
  }

  #conclude(reading: Reading, above: number | undefined): void {
    this.#limit = concluded(reading, this.#limit, above);
    this.#budget.concluded(this.#limit, above, reading.saturated);
    // If the refusals at the start ended by themselves, the carrier refused parts that left together, not the rate.
    if (above === 0 && !reading.saturated && !reading.silent)
      this.#turn({ is: 'climb', pace: new Climb(this.#limit) });
    else this.#turn({ is: 'hold', pace: { rate: HELD * this.#limit } });
  }

  #turn(phase: Phase): void {
    this.#phase = phase;
    this.#evidence.clear();
  }

  #open(now: number): void {
    const shutMs = this.gate.open(now);
    this.#evidence.clear();
    if (this.#phase.is === 'measure') this.#phase.pace.wasShut(shutMs);
    this.#budget.wasShut(shutMs, this.#limit, this.#roundTripMs, now);
  }
}
