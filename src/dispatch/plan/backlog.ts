import { type Priority, priorities, priorityCode } from '../../domain/messages/priority.ts';
import type { ClassCount, ClassDue } from '../../domain/messages/queue.ts';

/** The weight of the newest claim in the parts that the messages of a class have. */
const NEWEST = 0.2;

/** The queued messages of one lane and one priority, as counts. */
export interface WaitingClass {
  readonly lane: number;
  readonly priority: Priority;
  /** Messages queued, also those for later; corrected by each claim that finds fewer. */
  messages: number;
  /** No message of the class is due before this time, ms since the epoch. */
  nextDueAt: number;
  /** Whether the class was counted up or down since the last audit. */
  touched: boolean;
  /** A number that grows with each taking of messages from any class: the smallest one was served longest ago. */
  servedAt: number;
  /** Parts of a message, by the messages of the class that were claimed last; 1 while none was. */
  partsEach: number;
  /** Messages that were ever claimed, or left the queue otherwise. */
  taken: number;
  /** Messages that were ever added: the result of a claim says nothing of messages that were added after its call. */
  added: number;
}

/** Of each class, how many messages were ever added and taken. */
export type BacklogMark = ReadonlyMap<number, Pick<WaitingClass, 'added' | 'taken'>>;

/** Counts the queued messages by class; the messages themselves are on disk. */
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
   * Counts `messages` more in the class, or fewer if negative. Counting down never makes a class empty: no claim asks
   * for an empty class, so only a claim that finds nothing may empty it.
   *
   * @param dueAt when the first of them is due, ms since the epoch
   */
  add(lane: number, priority: Priority, messages: number, dueAt: number): void {
    const one = this.#class(lane, priority);
    one.touched = true;
    if (messages < 0) {
      one.servedAt = ++this.#served;
      one.taken -= messages;
    } else one.added += messages;
    if (messages > 0) one.nextDueAt = one.messages === 0 ? dueAt : Math.min(one.nextDueAt, dueAt);
    one.messages = Math.max(Math.min(one.messages, 1), one.messages + messages);
  }

  /** What was counted so far. To be called before the counts of the disk are read that `recount` is given. */
  mark(): BacklogMark {
    return new Map([...this.#classes].map(([key, { added, taken }]) => [key, { added, taken }]));
  }

  /**
   * Takes over the counts of the disk, on which other processes queue and claim too, and adds what was counted here
   * since the mark. A message that is counted and not committed yet is forgotten until the next count.
   */
  recount(counts: readonly ClassDue[], mark: BacklogMark): void {
    for (const { lane, priority, messages, dueAt } of counts) {
      const one = this.#class(lane, priority);
      // What was known to be due before it is due: another process has queued it, or has put it back.
      one.nextDueAt = Math.min(one.messages > 0 ? one.nextDueAt : dueAt, dueAt);
      one.messages = messages;
    }
    const onDisk = new Set(counts.map(({ lane, priority }) => keyOf(lane, priority)));
    for (const [key, one] of this.#classes) {
      const { added, taken } = mark.get(key) ?? { added: 0, taken: 0 };
      const before = onDisk.has(key) ? one.messages : 0;
      one.messages = Math.max(0, before + (one.added - added) - (one.taken - taken));
    }
  }

  /**
   * Corrects the counts by those of the disk. Returns the classes that were empty in memory and not on disk: their
   * messages would have waited for ever. Any other class that changed since the last audit keeps its count, which may
   * be newer than the disk's.
   */
  audit(counts: readonly ClassCount[]): readonly ClassCount[] {
    const missed = counts.filter(
      ({ lane, priority, messages }) => messages > 0 && this.#class(lane, priority).messages === 0,
    );
    const waiting = new Map(counts.map(({ lane, priority, messages }) => [keyOf(lane, priority), messages]));
    for (const [key, one] of this.#classes) {
      if (!one.touched) one.messages = waiting.get(key) ?? 0;
      // Each wave of an alert has classes of its own. Without this line the send loop would go through those of all
      // past waves each time.
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
   * Classes in which a message may be due, the most urgent first. Within a priority the lane that was served longest
   * ago comes first, so that two lanes that need the same route alternate however little room it has.
   */
  *due(now: number): Iterable<WaitingClass> {
    for (const classes of this.#byPriority) {
      const some = classes.filter(({ messages, nextDueAt }) => messages > 0 && nextDueAt <= now);
      yield* some.length < 2 ? some : some.sort((a, b) => a.servedAt - b.servedAt);
    }
  }

  /** When the next class becomes due that isn't due yet, ms since the epoch; undefined if there is none. */
  nextDueAfter(now: number): number | undefined {
    let next: number | undefined;
    for (const { messages, nextDueAt } of this.#classes.values()) {
      if (messages > 0 && nextDueAt > now && (next === undefined || nextDueAt < next)) next = nextDueAt;
    }
    return next;
  }

  /** Messages due at this priority and the more urgent ones. @param isServed false for a lane whose wave is held */
  waiting(priority: Priority, now: number, isServed: (lane: number) => boolean): number {
    let sum = 0;
    for (let code = 0; code <= priorityCode(priority); code++) {
      for (const one of this.#byPriority[code] ?? []) {
        if (one.nextDueAt <= now && isServed(one.lane)) sum += one.messages;
      }
    }
    return sum;
  }

  /** Learns from claimed messages how many parts the messages of their class have. */
  learnParts(one: WaitingClass, claimed: readonly { readonly parts: number }[]): void {
    if (claimed.length === 0) return;
    const mean = claimed.reduce((sum, { parts }) => sum + parts, 0) / claimed.length;
    one.partsEach += (mean - one.partsEach) * (one.partsEach === 1 ? 1 : NEWEST);
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
    const made = {
      lane,
      priority,
      messages: 0,
      nextDueAt: 0,
      touched: false,
      servedAt: 0,
      partsEach: 1,
      taken: 0,
      added: 0,
    };
    this.#classes.set(key, made);
    this.#byPriority[priorityCode(priority)]?.push(made);
    return made;
  }
}

const keyOf = (lane: number, priority: Priority): number => lane * priorities.length + priorityCode(priority);
