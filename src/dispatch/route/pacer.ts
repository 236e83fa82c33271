import type { Outcome } from '../../domain/messages/outcome.ts';
import { placesOf, rateOf } from '../../domain/routes/share/handover.ts';
import { HiddenLimit } from '../limit/hidden-limit.ts';
import type { RouteShare } from '../share/route-share.ts';
import { ContractWindow } from './contract-window.ts';

/** Under a contract the parts of this many ms may leave together, so that a timer's jitter costs no rate. */
const BURST_MS = 20;
/** Without a contract the parts of this many ms may leave together, so that a stall of this process is caught up. */
const CAUGHT_UP_MS = 60;
/**
 * While nothing is known of the carrier, this many parts leave at once, and one more for each accepted part, in
 * addition to the rate. A quick carrier soon has all parts, and a carrier with a limit refuses no more than these
 * (TCP's initial window, RFC 6928).
 */
const AT_FIRST = 10;
/** The longest pause for a carrier that accepts each part and says with it that it is congested, ms. */
const CONGESTED_MS = 2000;
/** The parts that leave in this time, ms, are claimed ahead: two bursts. */
const AHEAD_MS = 40;
/** If for this long, ms, and for the time of two parts, no part had to wait, the rate isn't what limits the route. */
const PACED_MS = 250;
/** A second, and 5 ms by which two parts may arrive at the carrier closer together than they left the gateway. */
const SECOND_MS = 1005;
/** The share of the limit that is used in any one second: a part of the second before may arrive late. */
const IN_A_SECOND = 0.99;
/** A limit of this many parts in a second or more is not kept by counting the last second. */
const REMEMBERED = 16_384;

/**
 * Keeps a route's rate, counted in parts. Pure: the clock's elapsed time is an argument.
 *
 * A token bucket spreads the parts, and the contract's window keeps each second within the contract. The hidden limit
 * lowers the rate below the contract, or sets one where there is no contract, while the carrier says "slower". A
 * critical part leaves as the next one, whatever else waits, so that no share of the rate has to be set aside for it.
 */
export class Pacer {
  #contract: number | undefined;
  /** What this node may send of the contract; undefined: all of it. */
  #share: RouteShare | undefined;
  #window: ContractWindow | undefined;
  #hidden: HiddenLimit;
  readonly #leftAt = new Float64Array(REMEMBERED).fill(Number.NEGATIVE_INFINITY);
  #tokens: number;
  #serial = 0;
  #at: number | undefined;
  #pacedAt = Number.NEGATIVE_INFINITY;

  /** @param contract parts per second, above 0; undefined for none */
  constructor(contract: number | undefined) {
    this.#contract = contract;
    this.#window = contract === undefined ? undefined : new ContractWindow(contract);
    this.#hidden = new HiddenLimit(contract);
    this.#tokens = contract === undefined ? AT_FIRST : 1;
  }

  /**
   * Keeps another contract from now on. Parts that left just before count for it too, so that no second has more parts
   * than the new contract allows. What was learnt of a hidden limit is forgotten.
   */
  renew(contract: number): void {
    this.#contract = contract;
    this.#window = new ContractWindow(contract);
    for (let serial = Math.max(0, this.#serial - REMEMBERED); serial < this.#serial; serial++)
      this.#window.take(serial, this.#leftAt[serial % REMEMBERED] ?? Number.NEGATIVE_INFINITY);
    this.#hidden = new HiddenLimit(contract);
    this.#tokens = Math.min(this.#tokens, 1);
    if (this.#share !== undefined) this.shareTo(this.#share);
  }

  /**
   * Lets only a share of the contract leave from now on. Without a contract there is none. What was learnt of the
   * carrier stays, also when parts reached it.
   */
  shareTo(share: RouteShare): void {
    if (this.#contract === undefined) return;
    this.#share = share;
    if (share.parts === 0) return;
    this.#window?.share(Math.min(share.parts, placesOf(this.#contract)));
    this.#hidden.share(rateOf(this.#contract, share.parts));
  }

  /** Undefined: all of the contract, or there is none. */
  get share(): RouteShare | undefined {
    return this.#share;
  }

  /** What this node may send of the contract, parts per second; undefined: all of it, or there is none. */
  shareAt(now: number): number | undefined {
    if (this.#share === undefined || this.#contract === undefined) return undefined;
    if (this.isWithoutShare(now)) return 0;
    return this.#share.parts < placesOf(this.#contract) ? this.#share.parts : undefined;
  }

  /** Whether this node may send nothing now, since it has no share of the contract, or none that is still confirmed. */
  isWithoutShare(now: number): boolean {
    return this.#share !== undefined && (this.#share.parts === 0 || now >= this.#share.until);
  }

  /** Parts per second that the pacer lets leave while this node has a share. */
  get rate(): number {
    return this.#hidden.rate;
  }

  /** The limit that the carrier doesn't tell and that was found, parts per second; undefined: none was. */
  get foundLimit(): number | undefined {
    return this.#hidden.found;
  }

  /**
   * 0 when a part may leave now, otherwise how long to wait, ms; infinite while this node has no share of the contract.
   * Asked only while a part waits.
   *
   * @param urgent whether the part is critical: where the carrier refuses everything, a critical part is tried sooner
   */
  waitMs(now: number, urgent: boolean): number {
    this.#refill(now);
    if (this.isWithoutShare(now)) return Number.POSITIVE_INFINITY;
    const byTokens = this.#tokens >= 1 ? 0 : ((1 - this.#tokens) / this.rate) * 1000;
    const shut = this.#hidden.gate.waitMs(now, urgent);
    const wait = Math.max(0, byTokens, shut, this.#window?.waitMs(now) ?? 0, this.#secondWaitMs(now));
    if (wait > 0) this.#pacedAt = now;
    return wait;
  }

  /**
   * Counts a part that leaves now. Returns its serial number, by which `answered`, `throttled` and `congested` name it.
   */
  take(now: number): number {
    this.#refill(now);
    const serial = this.#serial++;
    this.#tokens -= 1;
    this.#leftAt[serial % REMEMBERED] = now;
    this.#window?.take(serial, now);
    this.#hidden.left(serial, now);
    return serial;
  }

  /** The carrier answered the part with anything but "slower". */
  answered(serial: number, latencyMs: number, now: number): void {
    this.#refill(now);
    this.#window?.answered(serial, latencyMs, now);
    this.#hidden.accepted(serial, latencyMs, now);
    if (this.#isUnknown) this.#tokens = Math.min(this.#capacity, this.#tokens + 1);
  }

  /** The carrier said "slower" to the part. */
  throttled(serial: number, latencyMs: number, now: number): void {
    this.#refill(now);
    this.#window?.answered(serial, latencyMs, now);
    // The parts that leave at once at the start end with the first "slower".
    if (this.#isUnknown) this.#tokens = 0;
    this.#hidden.refused(serial, latencyMs, now);
  }

  /** The carrier accepted the part and said that it is congested. Since it accepts parts, it isn't paused for long. */
  congested(serial: number, latencyMs: number, now: number): void {
    this.#refill(now);
    if (this.#hidden.gate.shutMs(now) > CONGESTED_MS) this.answered(serial, latencyMs, now);
    else this.throttled(serial, latencyMs, now);
  }

  /** How many parts may be claimed and kept ready to leave. */
  get ahead(): number {
    if (this.#hidden.gate.isShut) return 1;
    if (this.#isUnknown) return Number.POSITIVE_INFINITY;
    return Math.max(1, Math.ceil((this.rate * AHEAD_MS) / 1000));
  }

  /**
   * How long to wait so that no second has more parts than the carrier allows, however many tokens a stall left, ms.
   */
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
    // Only whole parts are caught up: a carrier that demands a time between two parts refuses a part that is early by a
    // fraction.
    return Math.max(this.#isUnknown ? AT_FIRST : 1, 1 + Math.floor((this.rate * CAUGHT_UP_MS) / 1000));
  }

  /** Adds the tokens since the last call. */
  #refill(now: number): void {
    const before = this.#at ?? now;
    this.#at = now;
    const { rate } = this;
    this.#tokens = Math.min(this.#capacity, this.#tokens + (rate * (now - before)) / 1000);
    const isPaced = now - this.#pacedAt <= Math.max(PACED_MS, 2000 / rate);
    if (isPaced) this.#hidden.pass(now - before, now);
  }

  /**
   * Learns from an outcome: only an answer of the carrier tells how fast it takes parts, and when a part reached it.
   */
  learn(outcome: Outcome, serial: number, latencyMs: number, now: number): void {
    if (outcome.kind === 'retry' && outcome.throttled) this.throttled(serial, latencyMs, now);
    else if (outcome.kind === 'accepted' && outcome.congested === true)
      this.congested(serial, latencyMs, now);
    else if (outcome.kind === 'accepted' || outcome.kind === 'refused') this.answered(serial, latencyMs, now);
  }
}
