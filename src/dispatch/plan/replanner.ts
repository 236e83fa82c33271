import type { Priority } from '../../domain/messages/priority.ts';
import type { LaneStore } from '../../domain/messages/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import type { Backlog, WaitingClass } from './backlog.ts';
import type { LaneRegistry } from './lane-registry.ts';
import { planAnew } from './plan-anew.ts';

/** Messages that are moved in one commit: a critical message that is accepted meanwhile waits for one of these only. */
const CHUNK = 500;
/** How soon the lanes are looked at again into which a message may still be on its way, ms. */
const LOOK_AGAIN_MS = 1000;

export interface ReplannerDeps {
  readonly store: LaneStore;
  readonly lanes: LaneRegistry;
  readonly backlog: Backlog;
  /** Whether this process is the one that plans anew; left out: it is. */
  readonly isChosen?: () => boolean;
  /** Called when messages were moved, so that they are claimed. */
  readonly moved: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Plans queued messages anew after a change of the plan, as the next start would. A message that a route has, or that
 * is just being accepted, may still go into a lane of the old plan; it is moved as soon as it is counted there. Until
 * then the routes of its lane may take it.
 */
export class Replanner {
  readonly #deps: ReplannerDeps;
  readonly #looper: Looper;
  #all = false;
  /** How many messages were ever added to a class of an earlier plan, when it was last looked at. */
  readonly #added = new WeakMap<WaitingClass, number>();

  constructor(deps: ReplannerDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'messages cannot be planned anew; trying again';
    this.#looper = new Looper(() => this.#look(), { clock, log, failure });
  }

  start(): void {
    this.#looper.start();
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }

  /** To be called when the plan has changed. */
  planChanged(): void {
    this.#all = true;
    this.#looper.wake();
  }

  /** To be called when messages were counted in a lane of an earlier plan. */
  wake(): void {
    this.#looper.wake();
  }

  async #look(): Promise<number | undefined> {
    const { store, lanes, isChosen } = this.#deps;
    // Two processes with two plans would move the messages to and fro.
    if (isChosen?.() === false) return undefined;
    const all = this.#all;
    this.#all = false;
    const crowded = this.#crowded();
    const counted = crowded.map((one) => ({ one, before: this.#added.get(one), added: one.added }));
    const stale = new Set(all ? lanes.stale : crowded.map(({ lane }) => lane));
    const emptied = new Set<number>();
    try {
      await planAnew(new Map([...stale].map((lane) => [lane, lanes.get(lane)?.turn])), {
        store,
        laneFor: (message, turn) => lanes.laneAnew(message, turn),
        isMoved: ({ queued }) => queued,
        moved: (messages) => {
          for (const { lane } of messages) emptied.add(lane);
          this.#moved(messages);
        },
        chunk: CHUNK,
        signal: this.#looper.signal,
      });
    } catch (error) {
      this.#all ||= all;
      throw error;
    }
    for (const { one, before, added } of counted) {
      this.#added.set(one, added);
      // A message is counted before its commit, so only a class that was empty on disk for a while is so for good.
      if (!emptied.has(one.lane) && before === added && one.added === added) one.messages = 0;
    }
    return this.#crowded().length > 0 ? LOOK_AGAIN_MS : undefined;
  }

  /** The classes of earlier plans in which messages are counted. */
  #crowded(): readonly WaitingClass[] {
    const { backlog, lanes } = this.#deps;
    return [...backlog.all()].filter(({ lane, messages }) => messages > 0 && lanes.isStale(lane));
  }

  #moved(
    messages: readonly { readonly lane: number; readonly newLane: number; readonly priority: Priority }[],
  ): void {
    const { backlog, moved } = this.#deps;
    for (const { lane, newLane, priority } of messages) {
      backlog.add(lane, priority, -1, 0);
      backlog.add(newLane, priority, 1, 0);
    }
    moved();
  }
}
