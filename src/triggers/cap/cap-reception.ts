import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import type { FeedPoller } from '../feed/feed-poller.ts';
import type { CapIntake } from './cap-intake.ts';

export interface CapReceptionDeps {
  readonly intake: Pick<CapIntake, 'resume'>;
  readonly pollers: readonly Pick<FeedPoller, 'start' | 'stop'>[];
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Continues the CAP messages that an earlier process had begun, and then reads the feeds: an update in a feed must not
 * overtake the message that it updates. While the disk refuses, both are tried again.
 */
export class CapReception {
  readonly #deps: CapReceptionDeps;
  readonly #looper: Looper;

  constructor(deps: CapReceptionDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'open CAP messages cannot be continued, and no feed is read yet; trying again';
    this.#looper = new Looper(() => this.#begin(), { clock, log, failure });
  }

  start(): void {
    this.#looper.start();
  }

  async stop(): Promise<void> {
    await this.#looper.stop();
    await Promise.all(this.#deps.pollers.map((poller) => poller.stop()));
  }

  async #begin(): Promise<undefined> {
    const { intake, pollers, log } = this.#deps;
    await intake.resume((id, error) =>
      log.error({ err: error, cap: id }, 'an open CAP message cannot be continued before the next start'),
    );
    if (!this.#looper.signal.aborted) for (const poller of pollers) poller.start();
  }
}
