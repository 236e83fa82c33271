import {
  asksFor,
  type EventData,
  type Events,
  type EventType,
  messageEventTypes,
  type TocsinEvent,
} from '../domain/operation/events.ts';
import type { HappeningBook } from '../domain/operation/webhook.ts';
import type { Cancel, Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';

export interface OutboxDeps {
  readonly book: HappeningBook;
  /** To those who look on. */
  readonly tell: (event: TocsinEvent) => void;
  /** What those ask for who look on. */
  readonly askedByOnlookers: () => readonly string[];
  /** There may be deliveries to make. */
  readonly deliver: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

// So few that whoever else writes waits some ms for them.
const BATCH = 200;
const RETRY_MS = 5000;
/** How often it is looked for messages that have ended, while somebody asks for them. */
const LOOK_EVERY_MS = 500;

/**
 * Passes on what happens. What is kept in one commit with its cause (a step of an alert, a word from a phone, the end
 * of a message) is taken from there into a delivery for each webhook, in one commit again: ended anywhere, nothing is
 * lost and nothing is told twice by it. What nobody's webhook asks for never touches the disk.
 */
export class Outbox implements Events {
  readonly #deps: OutboxDeps;
  #running: Promise<void> = Promise.resolve();
  #busy = false;
  #again = false;
  #stopped = true;
  #cancel: Cancel = () => {};
  #askedByWebhooks: readonly string[] = [];
  /** Undefined: what the last process followed, which somebody may not ask for any more. */
  #followed: string | undefined;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  async start(): Promise<void> {
    this.#stopped = false;
    await this.refresh();
    this.wake();
  }

  async publish(type: EventType, data: EventData): Promise<void> {
    const { book, tell, clock } = this.#deps;
    const event = { type, at: clock.now(), data };
    if (!asksFor(this.#askedByWebhooks, type)) {
      tell(event);
      return;
    }
    await book.addHappening(event);
    this.wake();
  }

  /** Something may have happened. */
  wake(): void {
    this.#again = true;
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    this.#cancel();
    this.#running = this.#run();
  }

  /** What is asked for may be another now; resolves when that counts. */
  refresh(): Promise<void> {
    this.#refreshing = this.#refreshing.then(() => this.#refresh());
    return this.#refreshing;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await Promise.all([this.#running, this.#refreshing]);
  }

  async #refresh(): Promise<void> {
    const { book, askedByOnlookers, log } = this.#deps;
    if (this.#stopped) return;
    try {
      this.#askedByWebhooks = await book.askedByWebhooks();
      const asked = [...this.#askedByWebhooks, ...askedByOnlookers()];
      const followed = messageEventTypes.filter((type) => asksFor(asked, type));
      if (followed.join() === this.#followed) return;
      await book.followMessages(followed);
      this.#followed = followed.join();
      this.wake();
    } catch (error) {
      log.error({ err: error }, 'what is asked for of messages cannot be set');
    }
  }

  async #run(): Promise<void> {
    const { clock, log } = this.#deps;
    let rest: number | undefined;
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        while (!this.#stopped && (await this.#round()) === BATCH);
      }
      if (this.#followed !== '') rest = LOOK_EVERY_MS;
    } catch (error) {
      log.error({ err: error }, 'what happened cannot be passed on; tried again');
      rest = RETRY_MS;
    } finally {
      this.#busy = false;
    }
    if (rest !== undefined && !this.#stopped) this.#cancel = clock.after(rest, () => this.wake());
  }

  async #round(): Promise<number> {
    const { book, tell, deliver } = this.#deps;
    const events = await book.takeHappenings(BATCH);
    for (const event of events) tell(event);
    if (events.length > 0) deliver();
    return events.length;
  }
}
