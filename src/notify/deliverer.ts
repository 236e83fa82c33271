import type { Attempted, DueDelivery, WebhookRepository } from '../domain/operation/webhook.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';
import { nextAttempt, restMs } from './back-off.ts';
import type { Poster, PostOutcome } from './post.ts';
import { signedHeaders } from './signature.ts';

export interface DelivererDeps {
  readonly repository: Pick<
    WebhookRepository,
    'dueDeliveries' | 'nextDelivery' | 'keepAttempts' | 'giveUpDeliveries'
  >;
  readonly post: Poster['post'];
  /** Called when a receiver answered 410 (gone). */
  readonly gone: (webhook: number) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
}

/** The largest number of attempts to one webhook at the same time. A dead webhook then holds only so many sockets. */
const AT_ONCE = 8;
const RETRY_MS = 5000;
const TIDY_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

interface WebhookHealth {
  /** The ids of deliveries that are being attempted; each is removed once its result is on disk. */
  readonly underWay: Set<number>;
  /** Failed attempts in a row. */
  failures: number;
  restUntil: number;
}

/**
 * Makes the deliveries in the store. Each is tried until the receiver answers with a 2xx status or 410, or for a day.
 * After a crash an attempt whose result wasn't stored is made again. A webhook that fails rests for a while, and then
 * gets one delivery as a trial.
 */
export class Deliverer {
  readonly #deps: DelivererDeps;
  readonly #health = new Map<number, WebhookHealth>();
  readonly #attempts = new Set<Promise<void>>();
  readonly #looper: Looper;
  readonly #tidying: Looper;

  constructor(deps: DelivererDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const unread = 'deliveries to webhooks cannot be read; tried again';
    this.#looper = new Looper(() => this.#round(), { clock, log, failure: unread });
    const untidied = 'old deliveries to webhooks cannot be tidied';
    this.#tidying = new Looper(() => this.#tidy(), { clock, log, failure: untidied });
  }

  start(): void {
    this.#looper.start();
    this.#tidying.start(TIDY_EVERY_MS);
  }

  /** To be called when there may be something to deliver. */
  wake(): void {
    this.#looper.wake();
  }

  /** Forgets a webhook's failures, since it was changed or an operator asks for a delivery. */
  forgive(webhook: number): void {
    const health = this.#health.get(webhook);
    if (health !== undefined) {
      health.failures = 0;
      health.restUntil = 0;
    }
    this.wake();
  }

  /** Resolves when all attempts have ended. The caller must cut their requests; results that came are stored. */
  async stop(): Promise<void> {
    await Promise.all([this.#looper.stop(), this.#tidying.stop()]);
    await Promise.all(this.#attempts);
  }

  /** Starts the due deliveries; returns in how many ms to look again, or undefined to wait for `wake`. */
  async #round(): Promise<number | undefined> {
    const { repository, clock } = this.#deps;
    const now = clock.now();
    // The deliveries in progress are noted before the store is read: a delivery that ends during the read may be read
    // in its old state, and would be posted again.
    const underWay = new Set([...this.#health.values()].flatMap((one) => [...one.underWay]));
    // Twice as many are read, since the first ones may be in progress.
    const due = await repository.dueDeliveries(now, 2 * AT_ONCE);
    let rested: number | undefined;
    for (const delivery of due) {
      const health = this.#healthOf(delivery.webhook);
      if (this.#looper.signal.aborted || underWay.has(delivery.id)) continue;
      if (health.restUntil > now) {
        rested = Math.min(rested ?? Number.POSITIVE_INFINITY, health.restUntil);
        continue;
      }
      const free = (health.failures > 0 ? 1 : AT_ONCE) - health.underWay.size;
      if (free > 0) this.#begin(delivery, health);
    }
    const next = minimum(rested, await repository.nextDelivery(now));
    return next === undefined ? undefined : next - clock.now();
  }

  #healthOf(webhook: number): WebhookHealth {
    const known = this.#health.get(webhook);
    if (known !== undefined) return known;
    const health = { underWay: new Set<number>(), failures: 0, restUntil: 0 };
    this.#health.set(webhook, health);
    return health;
  }

  #begin(delivery: DueDelivery, health: WebhookHealth): void {
    health.underWay.add(delivery.id);
    const attempt = this.#attempt(delivery, health)
      .catch((error: unknown) =>
        this.#deps.log.error({ err: error, webhook: delivery.webhook }, 'a webhook cannot be tried'),
      )
      .finally(() => {
        health.underWay.delete(delivery.id);
        this.#attempts.delete(attempt);
        this.wake();
      });
    this.#attempts.add(attempt);
  }

  async #attempt(delivery: DueDelivery, health: WebhookHealth): Promise<void> {
    const { post, gone, clock } = this.#deps;
    const { id, webhook, url, secret, event } = delivery;
    const body = JSON.stringify({
      type: event.type,
      timestamp: new Date(event.at).toISOString(),
      data: event.data,
    });
    const outcome = await post(url, signedHeaders(secret, `evt_${id}`, clock.now(), body), body);
    // A request that was cut by the shutdown is made again after the start.
    if (this.#looper.signal.aborted && outcome.kind === 'failed') return;
    const attempted = this.#judge(delivery, outcome);
    if (attempted.state === 'delivered') health.failures = 0;
    else {
      health.failures++;
      health.restUntil = clock.now() + restMs(health.failures);
    }
    await this.#keep(attempted);
    if (outcome.kind === 'answered' && outcome.status === 410) await gone(webhook);
  }

  #judge({ id, since, attempts }: DueDelivery, outcome: PostOutcome): Attempted {
    const { clock, random } = this.#deps;
    const at = clock.now();
    if (outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300) {
      return { id, at, outcome: `answered ${outcome.status}`, state: 'delivered', dueAt: at };
    }
    const words = outcome.kind === 'failed' ? outcome.reason : answerWords(outcome.status);
    if (outcome.kind === 'answered' && outcome.status === 410) {
      return { id, at, outcome: words, state: 'failed', dueAt: at };
    }
    const retryAfterMs = outcome.kind === 'answered' ? outcome.retryAfterMs : undefined;
    const dueAt = nextAttempt({ attempts: attempts + 1, since, retryAfterMs }, at, random);
    return { id, at, outcome: words, state: dueAt === undefined ? 'failed' : undefined, dueAt: dueAt ?? at };
  }

  /**
   * Stores the result, and tries again until the disk takes it: an answered delivery must not be sent again because
   * of a full disk.
   */
  async #keep(attempted: Attempted): Promise<void> {
    const { repository, clock, log } = this.#deps;
    for (;;) {
      try {
        await repository.keepAttempts([attempted]);
        return;
      } catch (error) {
        log.error({ err: error }, 'the result of a delivery to a webhook cannot be stored; tried again');
        if (this.#looper.signal.aborted) return;
        await new Promise<void>((resolve) => clock.after(RETRY_MS, resolve));
      }
    }
  }

  async #tidy(): Promise<number> {
    const { repository, clock } = this.#deps;
    const { signal } = this.#tidying;
    const now = clock.now();
    // One hour is added, so that the last attempt, a day after the first, is still made.
    while (!signal.aborted && (await repository.giveUpDeliveries(now - DAY_MS - TIDY_EVERY_MS, now)));
    return TIDY_EVERY_MS;
  }
}

const answerWords = (status: number): string =>
  status >= 300 && status < 400 ? `answered ${status}: redirects are not followed` : `answered ${status}`;

const minimum = (a: number | undefined, b: number | undefined): number | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
};
