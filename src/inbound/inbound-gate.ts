import type { IntakeLimits } from '../domain/messages/intake-limits.ts';
import type { Inbox } from '../domain/messages/queue.ts';
import type { RouteInbound } from '../domain/routes/route.ts';
import type { Clock } from '../kernel/clock.ts';
import { callsForHelp } from './classify.ts';
import { InboundQuota } from './inbound-quota.ts';

export interface InboundGateDeps {
  readonly limits: IntakeLimits;
  readonly inbox: Inbox;
  /**
   * Called when a message that came by this route is over a limit. With the limit `incomplete`, the message was stored,
   * and the inbox shows the oldest incomplete long message early.
   */
  readonly over: (route: string, limit: 'perHour' | 'perSenderPerHour' | 'incomplete') => void;
  /** Called when a message is on disk. */
  readonly received: () => void;
  readonly clock: Clock;
}

/** How many overdue long messages one transaction shows in the inbox. It takes the writer some ms. */
const SHOWN_AT_ONCE = 100;

/**
 * The largest number of messages on their way to the writer at the same time. Urgent writes then wait for one
 * transaction of some ms, and not for the ten thousand messages that a carrier may send on one session.
 */
const AT_ONCE = 100;

/** Stores messages from phones, as many as the limits allow. */
export class InboundGate {
  readonly #deps: InboundGateDeps;
  readonly #quota: InboundQuota;
  readonly #startedAt: number;
  #underway = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(deps: InboundGateDeps) {
    this.#deps = deps;
    this.#quota = new InboundQuota(deps.limits);
    this.#startedAt = deps.clock.elapsed();
  }

  /**
   * Stores a message. Resolves with `kept` when it is on disk, or with `overLimit` if a limit refuses it.
   *
   * @throws TocsinError storeUnavailable if it can't be stored now
   */
  async take(message: RouteInbound): Promise<'kept' | 'overLimit'> {
    const { inbox, over, received, clock } = this.#deps;
    const { route, from, text } = message;
    const now = clock.now();
    const counted = this.#quota.take(route, from, text, now);
    if (counted.kind === 'over') {
      over(route, counted.limit);
      return 'overLimit';
    }
    await this.#enter();
    try {
      // A call for help is never taken for a copy that its carrier sends again after the end of a link.
      const isNew = message.linkEndedAt !== undefined && callsForHelp(text);
      const { crowded } = await inbox.receive(isNew ? { ...message, linkEndedAt: 0 } : message, now);
      if (crowded) over(route, 'incomplete');
    } catch (error) {
      counted.giveBack();
      throw error;
    } finally {
      this.#leave();
    }
    received();
    return 'kept';
  }

  async #enter(): Promise<void> {
    if (this.#underway < AT_ONCE) this.#underway++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Passes the free place on to the message that has waited longest. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#underway--;
    else next();
  }

  /** Lets the inbox show what came of long messages whose missing parts are overdue. */
  async showOverdue(): Promise<void> {
    const { inbox, received, limits, clock } = this.#deps;
    // Somebody, or NTP, has set a wrong clock right by then.
    const isClockRight = clock.elapsed() - this.#startedAt > limits.incompleteForMs;
    for (;;) {
      const shown = await inbox.showOverdue(clock.now(), SHOWN_AT_ONCE, isClockRight);
      if (shown > 0) received();
      if (shown < SHOWN_AT_ONCE) return;
    }
  }
}
