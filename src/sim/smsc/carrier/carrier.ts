import type { Delivery } from '../pdu/delivery.ts';
import { Account } from './account.ts';
import type { Connection } from './connection.ts';
import { TokenBucket } from './limits.ts';
import type { Message } from './message.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import { calm, changed } from './misbehaviour.ts';
import { Limits } from './named-limits.ts';
import type { Settings } from './options.ts';
import { Phones } from './phones.ts';
import { seededRandom } from './random.ts';
import type { Stats } from './stats.ts';
import { newStats } from './stats.ts';
import { TimeQueue } from './time-queue.ts';

/** The largest number of violations that are kept; further ones are only counted. */
const MOST_VIOLATIONS = 1000;

/** The time at which a submit came in, for benchmarks. */
export interface Arrival {
  readonly to: string;
  /** ms since the epoch, with fractions, so that it can be compared with times of another process on this machine. */
  readonly at: number;
}

/** The state that all sessions share, and that outlives them. */
export class Carrier {
  readonly settings: Settings;
  readonly stats: Stats = newStats();
  readonly violations: string[] = [];
  /** Recorded only for the numbers that `recordArrivals` selects. */
  readonly arrivals: Arrival[] = [];
  readonly phones = new Phones();
  /** Accepted messages, by the id in their submit_sm_resp. */
  readonly messages = new Map<string, Message>();
  readonly accounts = new Map<string, Account>();
  readonly sessions = new Set<Connection>();
  readonly random: () => number;
  readonly due: TimeQueue;
  behaviour: Readonly<Misbehaviour> = calm;
  throttle: TokenBucket | undefined;
  queue: TokenBucket | undefined;
  limits: Limits;
  /** Number of accepted messages whose final state, with its receipt, is still to come. */
  unfinished = 0;
  /** While set, sockets stay open, but nothing is read or written. */
  blackHoled = false;
  readonly #afterTurn: () => void;
  #lastId: number;

  /** @param afterTurn called when something may have changed */
  constructor(settings: Settings, afterTurn: () => void) {
    this.settings = settings;
    this.random = seededRandom(settings.seed);
    // Without a first id, the present time: a later carrier never gives the ids of an earlier one, and 2^53 is far
    // away.
    this.#lastId = (settings.firstId ?? Date.now() * 1000 + 1) - 1;
    this.limits = new Limits(this.behaviour.limits, this.random);
    this.due = new TimeQueue(() => this.settle());
    this.#afterTurn = afterTurn;
  }

  arrived(to: string): void {
    const { recordArrivals } = this.settings;
    if (recordArrivals === undefined || !to.startsWith(recordArrivals)) return;
    this.arrivals.push({ to, at: performance.timeOrigin + performance.now() });
  }

  nextId(): number {
    return ++this.#lastId;
  }

  behave(change: Partial<Misbehaviour>): void {
    this.behaviour = changed(this.behaviour, change);
    const { throttleAbove, queueFullAbove } = this.behaviour;
    if ('throttleAbove' in change) {
      this.throttle = throttleAbove === undefined ? undefined : new TokenBucket(throttleAbove, throttleAbove);
    }
    if ('queueFullAbove' in change) {
      this.queue = queueFullAbove === undefined ? undefined : new TokenBucket(queueFullAbove, queueFullAbove);
    }
    if ('limits' in change) this.limits = new Limits(this.behaviour.limits, this.random);
  }

  violate(text: string): void {
    this.stats.violations++;
    if (this.violations.length < MOST_VIOLATIONS) this.violations.push(text);
  }

  account(systemId: string): Account {
    const known = this.accounts.get(systemId);
    if (known !== undefined) return known;
    const account = new Account(systemId);
    this.accounts.set(systemId, account);
    return account;
  }

  /**
   * True with the probability `share`. A share of 0 uses no random number, so that the sequence for the other shares
   * stays the same.
   */
  chance(share: number): boolean {
    return share > 0 && this.random() < share;
  }

  /** Sends a delivery that a client refused again after `retryMs`. */
  retryLater(account: Account, delivery: Delivery): void {
    account.rest(delivery);
    this.due.add(this.settings.retryMs, () => account.wake(delivery));
  }

  /** Call at the end of each turn of the event loop: sends the waiting deliveries, with one write for each socket. */
  settle(): void {
    for (const account of this.accounts.values()) account.pump();
    for (const session of this.sessions) session.flush();
    this.#afterTurn();
  }
}
