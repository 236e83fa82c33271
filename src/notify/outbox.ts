import {
  asksFor,
  type EventData,
  type Events,
  type EventType,
  messageEventTypes,
  type TocsinEvent,
} from '../domain/operation/events.ts';
import type { HappeningRepository } from '../domain/operation/webhook.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';

export interface OutboxDeps {
  readonly repository: HappeningRepository;
  /** Sends an event to the event streams. */
  readonly tell: (event: TocsinEvent) => void;
  /** The event types that the event streams ask for. */
  readonly askedByOnlookers: () => readonly string[];
  /** Called when there may be deliveries to make. */
  readonly deliver: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

// A small batch, so that other writers wait only some ms for it.
const BATCH = 200;
/** How often events of messages are looked for, in ms, while a webhook or stream asks for them. */
const LOOK_EVERY_MS = 500;

/**
 * Passes events on to webhooks and event streams. An event is stored in one commit with its cause (such as a step of
 * an alert, or a message from a phone). Another commit turns it into a delivery for each webhook, so that a crash
 * neither loses nor repeats an event. An event that no webhook asks for isn't stored.
 */
export class Outbox implements Events {
  readonly #deps: OutboxDeps;
  readonly #looper: Looper;
  #askedByWebhooks: readonly string[] = [];
  /**
   * The types of message events that the store records, joined by commas. Undefined until the first `#refresh`: the
   * store then records the types that the last process asked for.
   */
  #followed: string | undefined;
  #refreshing: Promise<void> = Promise.resolve();
  /** Whether the store could not be told what to record: each look tries it again. */
  #isStale = false;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'what happened cannot be passed on; tried again';
    this.#looper = new Looper(() => this.#passOn(), { clock, log, failure });
  }

  async start(): Promise<void> {
    await this.refresh();
    this.#looper.start();
  }

  async publish(type: EventType, data: EventData): Promise<void> {
    const { repository, tell, clock } = this.#deps;
    const event = { type, at: clock.now(), data };
    // While it is not known what webhooks ask for, all is stored.
    if (!this.#isStale && !asksFor(this.#askedByWebhooks, type)) {
      tell(event);
      return;
    }
    await repository.addHappening(event);
    this.wake();
  }

  /** To be called when there may be new events. */
  wake(): void {
    this.#looper.wake();
  }

  /** To be called when the event types that are asked for may have changed. Resolves when the change is in force. */
  refresh(): Promise<void> {
    this.#refreshing = this.#refreshing.then(() => this.#refresh());
    return this.#refreshing;
  }

  async stop(): Promise<void> {
    await Promise.all([this.#looper.stop(), this.#refreshing]);
  }

  async #refresh(): Promise<void> {
    const { repository, askedByOnlookers, log } = this.#deps;
    if (this.#looper.signal.aborted) return;
    try {
      this.#askedByWebhooks = await repository.askedByWebhooks();
      const asked = [...this.#askedByWebhooks, ...askedByOnlookers()];
      const followed = messageEventTypes.filter((type) => asksFor(asked, type));
      const isOther = followed.join() !== this.#followed;
      if (isOther) await repository.followMessages(followed);
      this.#isStale = false;
      this.#followed = followed.join();
      if (isOther) this.wake();
    } catch (error) {
      if (this.#isStale) return;
      this.#isStale = true;
      log.error({ err: error }, 'the types of message events to record cannot be set; tried again');
      this.wake();
    }
  }

  /**
   * Passes on all events in the store. Returns the pause in ms until the next look, if a webhook or stream asks for
   * events of messages: these are stored without a call of `wake`.
   */
  async #passOn(): Promise<number | undefined> {
    const { signal } = this.#looper;
    if (this.#isStale) await this.refresh();
    while (!signal.aborted && (await this.#round()) === BATCH);
    return this.#followed === '' && !this.#isStale ? undefined : LOOK_EVERY_MS;
  }

  async #round(): Promise<number> {
    const { repository, tell, deliver } = this.#deps;
    const events = await repository.takeHappenings(BATCH);
    for (const event of events) tell(event);
    if (events.length > 0) deliver();
    return events.length;
  }
}
