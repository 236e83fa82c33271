import { type Priority, priorities, priorityCode } from '../../domain/messages/priority.ts';
import type { ClassCount } from '../../domain/messages/queue.ts';

/** What waits in one lane at one priority. */
export interface WaitingClass {
  readonly lane: number;
  readonly priority: Priority;
  /** Messages queued, also those for later; corrected by each claim that finds fewer. */
  messages: number;
  /** No message of it is due before, ms since the epoch. */
  nextDueAt: number;
  /** Counted up or down since the last audit. */
  touched: boolean;
  /** When messages were last taken from it, as a number that grows. */
  servedAt: number;
  /** Messages that were ever added: what a claim finds says nothing of those that were added after its call. */
  added: number;
}

/** How much is queued, by class: counts only, the messages are on disk. */
export class Backlog {
  readonly #byPriority: readonly WaitingClass[][] = priorities.map(() => []);
  readonly #classes = new Map<number, WaitingClass>();
  #served = 0;

  constructor(counts: readonly ClassCount[]) {
    for (const { lane, priority, messages } of counts) {
      const one = this.#class(lane, priority);
      one.messages += messages;
      one.nextDueAt = 0;
    }
  }

  /**
   * So many more, or fewer when negative; the first of them due at `dueAt`. Taking off never makes a class empty: that
   * is for a claim to find, since an empty class is asked for no more, and one claim in vain costs little.
   */
  add(lane: number, priority: Priority, messages: number, dueAt: number): void {
    const one = this.#class(lane, priority);
    one.touched = true;
    if (messages < 0) one.servedAt = ++this.#served;
    else one.added += messages;
    if (messages > 0) one.nextDueAt = one.messages === 0 ? dueAt : Math.min(one.nextDueAt, dueAt);
    one.messages = Math.max(Math.min(one.messages, 1), one.messages + messages);
  }

  /**
   * Compares with what the disk holds. A class that is empty here and not there would wait for ever: that is put
   * right, and told. What is more or less here than there is put right too, unless the counts may be older than it.
   */
  audit(counts: readonly ClassCount[]): readonly ClassCount[] {
    const missed = counts.filter(
      ({ lane, priority, messages }) => messages > 0 && this.#class(lane, priority).messages === 0,
    );
    const waiting = new Map(counts.map(({ lane, priority, messages }) => [keyOf(lane, priority), messages]));
    for (const [key, one] of this.#classes) {
      if (!one.touched) one.messages = waiting.get(key) ?? 0;
      // Each wave of an alert has classes of its own: those that are over would be looked through for ever.
      if (!one.touched && one.messages === 0) this.#forget(key, one);
      one.touched = false;
    }
    for (const { lane, priority, messages } of missed) {
      const one = this.#class(lane, priority);
      one.messages = messages;
      one.nextDueAt = 0;
    }
    return missed;
  }

  /**
   * Classes in which a message may be due, the most urgent first; of one priority the lane first that was served
   * longest ago, so that two that need the same route take turns however little room it has.
   */
  *due(now: number): Iterable<WaitingClass> {
    for (const classes of this.#byPriority) {
      const some = classes.filter(({ messages, nextDueAt }) => messages > 0 && nextDueAt <= now);
      yield* some.length < 2 ? some : some.sort((a, b) => a.servedAt - b.servedAt);
    }
  }

  /** When the next message becomes due that isn't yet; undefined if none waits for its time. */
  nextDueAfter(now: number): number | undefined {
    let next: number | undefined;
    for (const { messages, nextDueAt } of this.#classes.values()) {
      if (messages > 0 && nextDueAt > now && (next === undefined || nextDueAt < next)) next = nextDueAt;
    }
    return next;
  }

  /** Messages due in this class and the more urgent ones. @param isServed a lane of which messages are claimed now */
  waiting(priority: Priority, now: number, isServed: (lane: number) => boolean): number {
    let sum = 0;
    for (let code = 0; code <= priorityCode(priority); code++) {
      for (const one of this.#byPriority[code] ?? []) {
        if (one.nextDueAt <= now && isServed(one.lane)) sum += one.messages;
      }
    }
    return sum;
  }

  all(): Iterable<WaitingClass> {
    return this.#classes.values();
  }

  #forget(key: number, one: WaitingClass): void {
    this.#classes.delete(key);
    const classes = this.#byPriority[priorityCode(one.priority)];
    classes?.splice(classes.indexOf(one), 1);
  }

  #class(lane: number, priority: Priority): WaitingClass {
    const key = keyOf(lane, priority);
    const known = this.#classes.get(key);
    if (known !== undefined) return known;
    const made = { lane, priority, messages: 0, nextDueAt: 0, touched: false, servedAt: 0, added: 0 };
    this.#classes.set(key, made);
    this.#byPriority[priorityCode(priority)]?.push(made);
    return made;
  }
}

const keyOf = (lane: number, priority: Priority): number => lane * priorities.length + priorityCode(priority);
