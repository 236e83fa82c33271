import type { MessageId } from '../../domain/messages/message-id.ts';
import type { Deadline, InquiryRepository, Unreceipted } from '../../domain/messages/queue.ts';
import { toSender } from '../../domain/messages/sender.ts';
import type { ReceiptMatch, Route, RouteReceipt } from '../../domain/routes/route.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import { RECEIPT_GRACE_MS } from './watchdog.ts';

const EVERY_MS = 1000;
/**
 * How long before a message is given up its carrier is asked, ms. The message has expired at the carrier by then, so
 * the carrier knows how it ended.
 */
const LEAD_MS = 5 * 60_000;
/**
 * The largest number of messages that one route is asked about at the same time: each question is a PDU that the
 * carrier answers beside its work.
 */
const MESSAGES_AT_ONCE = 50;

export interface InquiryDeps {
  readonly repository: InquiryRepository;
  /** Takes the carrier's report as a receipt. */
  readonly receipt: (receipt: RouteReceipt) => Promise<ReceiptMatch>;
  readonly clock: Clock;
  readonly log: Log;
}

const canBeAsked = ({ ask }: Route): boolean => ask !== undefined;

/**
 * Asks carriers what became of messages without a receipt, once for each message, shortly before the watchdog gives it
 * up. A route that is down is asked when it is back; a message that was given up meanwhile stays given up.
 */
export class Inquiry {
  #routes: readonly Route[];
  #isStarted = false;
  readonly #deps: InquiryDeps;
  readonly #askedUntil = new Map<string, Deadline>();
  readonly #looper: Looper;

  /** @param routes routes without `ask` are left out */
  constructor(routes: readonly Route[], deps: InquiryDeps) {
    this.#routes = routes.filter(canBeAsked);
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'carriers cannot be asked about receipts';
    this.#looper = new Looper(() => this.#askEverywhere(), { clock, log, failure });
  }

  start(): void {
    this.#isStarted = true;
    if (this.#routes.length > 0) this.#looper.start();
  }

  /** Asks these routes from now on. */
  use(routes: readonly Route[]): void {
    this.#routes = routes.filter(canBeAsked);
    if (this.#isStarted && this.#routes.length > 0) this.#looper.start();
  }

  /** Asks nothing more. Reports that come from now on are dropped; the next process asks again. */
  stop(): void {
    // Not awaited: a carrier may take its whole response time-out for the questions under way.
    void this.#looper.stop();
  }

  async #askEverywhere(): Promise<number> {
    try {
      await Promise.all(this.#routes.map((route) => this.#askAll(route)));
    } catch (error) {
      // After the stop the store may be closed, so its error means nothing.
      if (!this.#isStopped) throw error;
    }
    return EVERY_MS;
  }

  get #isStopped(): boolean {
    return this.#looper.signal.aborted;
  }

  async #askAll(route: Route): Promise<void> {
    const { repository, clock } = this.#deps;
    while (!this.#isStopped && isUsable(route)) {
      const after = this.#askedUntil.get(route.id) ?? FIRST;
      const untilMs = clock.now() - RECEIPT_GRACE_MS + LEAD_MS;
      const parts = await repository.unreceipted(route.id, after, untilMs, MESSAGES_AT_ONCE);
      const last = parts.at(-1);
      if (last === undefined) return;
      await Promise.all(parts.map((part) => this.#ask(route, part)));
      this.#askedUntil.set(route.id, last);
    }
  }

  async #ask(route: Route, { carrier, carrierRef, to, from }: Unreceipted): Promise<void> {
    const report = await route.ask?.(carrierRef, from === undefined ? undefined : toSender(from));
    if (report === undefined || this.#isStopped) return;
    await this.#deps.receipt({ route: route.id, carrier, refs: [carrierRef], to, ...report });
  }
}

const FIRST: Deadline = { validUntil: 0, messageId: 0 as MessageId };

const isUsable = (route: Route): boolean => {
  const { state } = route.status();
  return state === 'up' || state === 'degraded';
};
