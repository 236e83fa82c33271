import { type TokenWithdrawals, WITHDRAWAL_SETTLE_MS } from '../domain/access/token.ts';
import type { ClassCount } from '../domain/messages/queue.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';

interface Deps {
  readonly store: Omit<TokenWithdrawals, 'queuedOfToken'>;
  /** Tells the dispatcher that so many messages are no longer queued. */
  readonly ended: (messages: ClassCount) => void;
  /** The longest time between two looks, ms. */
  readonly restMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** The time until the first look, ms: `restore` has just looked. */
const FIRST_LOOK_MS = 2000;

interface Withdrawn {
  readonly withdrawn: number;
  readonly uncertain: number;
  readonly underWay: number;
}

/**
 * Withdraws what revoked tokens have in the queue, part by part: each commit is small, and a process that was killed
 * goes on after its next start.
 */
export class TokenWithdrawing {
  readonly #deps: Deps;
  readonly #looper: Looper;
  /** Withdrawals that are under way, by token. */
  readonly #current = new Map<string, Promise<Withdrawn>>();
  /** Tokens that were looked for once since the start. */
  readonly #lookedFor = new Set<string>();

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#looper = new Looper(() => this.#run(), {
      clock: deps.clock,
      log: deps.log,
      failure: 'messages of revoked tokens cannot be withdrawn; trying again',
    });
  }

  /** Withdraws what was left when the last process ended. To be called before any message is sent. */
  async restore(): Promise<void> {
    await this.#run();
  }

  start(): void {
    this.#looper.start(FIRST_LOOK_MS);
  }

  /** To be called while a revoked token may have something in the queue: another process may have revoked it. */
  wake(): void {
    this.#looper.wake();
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }

  /**
   * Withdraws what a token has in the queue now; the token was revoked with `withdraw` before. A second call for the
   * same token meanwhile joins the first one, so that both count all messages.
   * @returns how many messages were withdrawn, how many of them may have arrived all the same, and how many a route
   * still has
   */
  withdraw(id: string): Promise<Withdrawn> {
    const current = this.#current.get(id) ?? this.#withdraw(id).finally(() => this.#current.delete(id));
    this.#current.set(id, current);
    return current;
  }

  async #withdraw(id: string): Promise<Withdrawn> {
    const { store, ended, clock, log } = this.#deps;
    const startedAt = clock.now();
    let withdrawn = 0;
    let uncertain = 0;
    let from: Awaited<ReturnType<TokenWithdrawals['withdrawOfToken']>>['next'];
    do {
      const step = await store.withdrawOfToken(id, from, startedAt, clock.now());
      for (const one of step.ended) ended(one);
      withdrawn += step.ended.reduce((sum, { messages }) => sum + messages, 0);
      uncertain += step.uncertain;
      from = step.next;
    } while (from !== undefined);
    if (withdrawn > 0)
      log.warn({ token: id, withdrawn, uncertain }, 'messages of a revoked token were withdrawn');
    return { withdrawn, uncertain, underWay: await store.underWayOfToken(id) };
  }

  async #run(): Promise<number> {
    const { store, restMs, clock } = this.#deps;
    for (const { id, revokedAt } of await store.unswept(WITHDRAWAL_SETTLE_MS)) {
      if (this.#looper.signal.aborted) break;
      if (this.#lookedFor.has(id) && clock.now() < revokedAt + WITHDRAWAL_SETTLE_MS) continue;
      this.#lookedFor.add(id);
      await this.withdraw(id);
    }
    return restMs;
  }
}
