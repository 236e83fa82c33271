import { HiddenLimit } from '../limit/hidden-limit.ts';
import { ContractWindow } from './contract-window.ts';

/** Parts that may leave together under a contract: a timer's jitter costs nothing, and it is no burst. */
const BURST_MS = 20;
/** The same where the carrier doesn't tell its limit: what this process lost while it stood still is caught up. */
const CAUGHT_UP_MS = 60;
/**
 * While nothing is known of the carrier so many leave at once, and one for each that is accepted, beside the rate: a quick
 * carrier has all at once, and a limit refuses no more than these (TCP's initial window, RFC 6928).
 */
const AT_FIRST = 10;
/** A carrier that takes what it is given, and says "slower" each time, is given some of it. */
const CONGESTED_MS = 2000;
/** Held ready: what leaves in two bursts. */
const AHEAD_MS = 40;
/** Nothing held back for so long, and for twice a part's time: then it isn't the rate that holds back. */
const PACED_MS = 250;
/** A second by the carrier's clock, and what two parts may be apart less there than here. */
const SECOND_MS = 1005;
/** Of the limit, in any one second: a part of the second before may arrive late. */
const IN_A_SECOND = 0.99;
/** Above so many in a second they aren't counted by the second. */
const REMEMBERED = 16_384;

/**
 * Keeps a route's rate, counted in parts. Pure: time is an argument, in ms.
 *
 * A token bucket spreads the parts; the contract's window sees to it that no second has more of them, and the hidden
 * limit lowers the rate below the contract, or makes one where there is none, while the carrier says "slower". No
 * share of the rate is set aside for critical messages: they take the next part's turn, whatever waits, so that they
 * have all of it when they need it, and none is lost when they don't.
 */
export class Pacer {
  readonly #window: ContractWindow | undefined;
  readonly #hidden: HiddenLimit;
  readonly #leftAt = new Float64Array(REMEMBERED).fill(Number.NEGATIVE_INFINITY);
  #tokens: number;
  #serial = 0;
  #at: number | undefined;
  #setBackMs = 0;
  #pacedAt = Number.NEGATIVE_INFINITY;

  /** @param contract parts per second, above 0; undefined for none */
  constructor(contract: number | undefined) {
    this.#window = contract === undefined ? undefined : new ContractWindow(contract);
    this.#hidden = new HiddenLimit(contract);
    this.#tokens = contract === undefined ? AT_FIRST : 1;
  }

  /** Parts per second that it lets through now. */
  get rate(): number {
    return this.#hidden.rate;
  }

  /**
   * 0 when a part may leave now, otherwise how long to wait, ms. Asked only while a part waits.
   * @param urgent whether it is a critical one: the next to be tried where the carrier refuses everything
   */
  waitMs(clock: number, urgent: boolean): number {
    const now = this.#refill(clock);
    const byTokens = this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / this.rate) * 1000;
    const shut = this.#hidden.gate.waitMs(now, urgent);
    const wait = Math.max(0, byTokens, shut, this.#window?.waitMs(now) ?? 0, this.#secondWaitMs(now));
    if (wait > 0) this.#pacedAt = now;
    return wait;
  }

  /** A part leaves now. Returns the serial by which its answer is told. */
  take(clock: number): number {
    const now = this.#refill(clock);
    const serial = this.#serial++;
    this.#tokens -= 1;
    this.#leftAt[serial % REMEMBERED] = now;
    this.#window?.take(serial, now);
    this.#hidden.left(serial, now);
    return serial;
  }

  /** The carrier answered the part, in whatever words but "slower". */
  answered(serial: number, latencyMs: number, clock: number): void {
    const now = this.#refill(clock);
    this.#window?.answered(serial, latencyMs, now);
    this.#hidden.accepted(serial, latencyMs, now);
    if (this.#isUnknown) this.#tokens = Math.min(this.#capacity, this.#tokens + 1);
  }

  /** The carrier said "slower" to the part. */
  throttled(serial: number, latencyMs: number, clock: number): void {
    const now = this.#refill(clock);
    this.#window?.answered(serial, latencyMs, now);
    // The burst is over.
    if (this.#isUnknown) this.#tokens = 0;
    this.#hidden.refused(serial, latencyMs, now);
  }

  /** The carrier took the part, and says that it has too much to do: one that takes it isn't shut for long. */
  congested(serial: number, latencyMs: number, clock: number): void {
    const now = this.#refill(clock);
    if (this.#hidden.gate.shutMs(now) > CONGESTED_MS) this.answered(serial, latencyMs, clock);
    else this.throttled(serial, latencyMs, clock);
  }

  /** How many parts may be held ready. */
  get ahead(): number {
    if (this.#hidden.gate.isShut) return 1;
    if (this.#isUnknown) return Number.POSITIVE_INFINITY;
    return Math.max(1, Math.ceil((this.rate * AHEAD_MS) / 1000));
  }

  /** Never more in any second than the carrier is believed to count, however many tokens a stall left. */
  #secondWaitMs(now: number): number {
    const most = Math.max(1, Math.round(IN_A_SECOND * this.#hidden.mostInASecond));
    if (most >= REMEMBERED || most > this.#serial) return 0;
    return (this.#leftAt[(this.#serial - most) % REMEMBERED] ?? 0) + SECOND_MS - now;
  }

  get #isUnknown(): boolean {
    return this.#window === undefined && this.#hidden.isUnknown;
  }

  get #capacity(): number {
    if (this.#window !== undefined) return 1 + (this.rate * BURST_MS) / 1000;
    // Only whole parts are caught up: a part that is early by a fraction is refused where parts are spaced.
    return Math.max(this.#isUnknown ? AT_FIRST : 1, 1 + Math.floor((this.rate * CAUGHT_UP_MS) / 1000));
  }

  /** Returns the time that everything here goes by: it goes on where a clock is set back. */
  #refill(clock: number): number {
    const before = this.#at ?? clock;
    if (clock + this.#setBackMs < before) this.#setBackMs = before - clock;
    const now = clock + this.#setBackMs;
    this.#at = now;
    const { rate } = this;
    this.#tokens = Math.min(this.#capacity, this.#tokens + (rate * (now - before)) / 1000);
    const isPaced = now - this.#pacedAt <= Math.max(PACED_MS, 2000 / rate);
    if (isPaced) this.#hidden.pass(now - before, now);
    return now;
  }
}
