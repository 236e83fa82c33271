import type { IntakeLimits } from '../domain/messages/intake-limits.ts';
import type { Inbox } from '../domain/messages/queue.ts';
import type { RouteInbound } from '../domain/routes/route.ts';
import type { Clock } from '../kernel/clock.ts';
import { InboundQuota } from './inbound-quota.ts';

export interface InboundGateDeps {
  readonly limits: IntakeLimits;
  readonly inbox: Inbox;
  /** A message of this route is over a limit, or had others shown before they were whole. */
  readonly over: (route: string, limit: 'perHour' | 'perSenderPerHour' | 'incomplete') => void;
  /** A message is on disk. */
  readonly received: () => void;
  readonly clock: Clock;
}

/** Long messages shown in one transaction: some milliseconds of the writer. */
const SHOWN_AT_ONCE = 100;

/**
 * Messages on their way to the writer at once. What is urgent waits behind one transaction of so many, some milliseconds,
 * not behind the ten thousand that a carrier may have sent on one session.
 */
const AT_ONCE = 100;

/** The way of messages from phones to the disk: as many as the limits let in. */
export class InboundGate {
  readonly #deps: InboundGateDeps;
  readonly #quota: InboundQuota;
  #underway = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(deps: InboundGateDeps) {
    this.#deps = deps;
    this.#quota = new InboundQuota(deps.limits);
  }

  /** Resolves when the message is on disk, or is refused. @throws TocsinError `storeUnavailable` if it can't be kept now */
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
      const { crowded } = await inbox.receive(message, now);
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

  /** Gives the place to the message that has waited longest. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#underway--;
    else next();
  }

  /** Shows what came of long messages whose rest has been waited for too long. */
  async showOverdue(): Promise<void> {
    const { inbox, received, clock } = this.#deps;
    for (;;) {
      const shown = await inbox.showOverdue(clock.now(), SHOWN_AT_ONCE);
      if (shown > 0) received();
      if (shown < SHOWN_AT_ONCE) return;
    }
  }
}
