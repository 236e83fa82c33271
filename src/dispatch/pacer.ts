import { ContractWindow } from './contract-window.ts';
import { HiddenLimit } from './hidden-limit.ts';

/** Parts that may leave together: enough that a timer's jitter costs nothing, few enough to be no burst. */
const BURST_MS = 20;
/** Nothing held back for so long, and for twice a part's time: then it isn't the rate that holds back. */
const HELD_BACK_MS = 250;

/**
 * Keeps a route's rate, counted in parts. Pure: time is an argument, in ms.
 *
 * A token bucket spreads the parts; the contract's window sees to it that no second has more of them, and the hidden
 * limit lowers the rate below the contract, or makes one where there is none, while the carrier says "slower". No
 * share of the rate is set aside for critical messages: they take the next part's turn, whatever waits, so that they
 * have all of it when they need it, and none is lost when they don't.
 */
export class Pacer {
  readonly #contract: number | undefined;
  readonly #window: ContractWindow | undefined;
  readonly #hidden = new HiddenLimit();
  #tokens = 1;
  #serial = 0;
  #at: number | undefined;
  #heldBackAt = Number.NEGATIVE_INFINITY;

  /** @param contract parts per second, above 0; undefined for none */
  constructor(contract: number | undefined) {
    this.#contract = contract;
    this.#window = contract === undefined ? undefined : new ContractWindow(contract);
  }

  /** Parts per second that it lets through now; undefined: no limit. */
  get rate(): number | undefined {
    const hidden = this.#hidden.rate;
    if (hidden === undefined || this.#contract === undefined) return hidden ?? this.#contract;
    return Math.min(hidden, this.#contract);
  }

  /** 0 when a part may leave now, otherwise how long to wait, ms. Asked only while a part waits. */
  waitMs(now: number): number {
    this.#refill(now);
    const rate = this.rate;
    if (rate === undefined) return 0;
    const byTokens = this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / rate) * 1000;
    const wait = Math.max(0, byTokens, this.#window?.waitMs(now) ?? 0);
    if (wait > 0) this.#heldBackAt = now;
    return wait;
  }

  /** A part leaves now. Returns the serial by which its answer is told. */
  take(now: number): number {
    this.#refill(now);
    if (this.rate !== undefined) this.#tokens -= 1;
    const serial = this.#serial++;
    this.#window?.take(serial, now);
    return serial;
  }

  /** The carrier answered the part, in whatever words but "slower". */
  answered(serial: number, latencyMs: number, now: number): void {
    this.#hidden.accepted();
    this.#window?.answered(serial, latencyMs, now);
  }

  /** The carrier said "slower" to the part, while `measured` parts per second went. */
  throttled(serial: number, latencyMs: number, now: number, measured: number): void {
    this.#refill(now);
    this.#window?.answered(serial, latencyMs, now);
    this.#hidden.refused(serial, this.#serial, now, Math.min(measured, this.rate ?? measured), latencyMs);
  }

  /** The carrier took the part, and says that it has too much to do, while `measured` parts per second went. */
  congested(serial: number, latencyMs: number, now: number, measured: number): void {
    this.#hidden.accepted();
    this.throttled(serial, latencyMs, now, measured);
  }

  /** How many parts may be held ready: what leaves in two bursts. */
  get ahead(): number {
    const rate = this.rate;
    return rate === undefined
      ? Number.POSITIVE_INFINITY
      : Math.max(1, Math.ceil((rate * 2 * BURST_MS) / 1000));
  }

  #refill(now: number): void {
    const passedMs = this.#at === undefined ? 0 : now - this.#at;
    if (passedMs < 0) this.#shift(passedMs);
    this.#at = now;
    const elapsedMs = Math.max(0, passedMs);
    const rate = this.rate;
    if (rate === undefined) return;
    // One, and what a late timer would lose.
    const capacity = 1 + (rate * BURST_MS) / 1000;
    this.#tokens = Math.min(capacity, this.#tokens + (rate * elapsedMs) / 1000);
    const heldBack = now - this.#heldBackAt <= Math.max(HELD_BACK_MS, 2000 / rate);
    if (heldBack) this.#hidden.pass(elapsedMs, this.#contract);
  }

  /** The clock was set back: what is remembered moves with it, or nothing would leave until it is that late again. */
  #shift(byMs: number): void {
    this.#heldBackAt += byMs;
    this.#hidden.shift(byMs);
    this.#window?.shift(byMs);
  }
}
