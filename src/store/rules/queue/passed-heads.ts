/**
 * How long, in ms, claims begin at the first message that an earlier claim found for the route. During that time they
 * overlook a message before it that becomes free for the route: the message need no longer avoid the route, or came
 * back into the queue with an earlier due time.
 */
const REMEMBERED_MS = 500;
/**
 * The same for claims that begin there only as long as they find more messages than they take. On PostgreSQL a look
 * from the first message takes some 100 ms for each 100,000 dead entries, and no node can write meanwhile.
 */
const REMEMBERED_WHILE_FULL_MS = 4000;
/**
 * The largest number of pairs of class and route that are remembered; when it is reached, all are forgotten. Each wave
 * of an alert has classes of its own.
 */
const MOST_CLASSES = 256;

/** Where claims of a class by a route begin to read. */
export interface Head {
  /** The due time, in ms since the epoch; 0: at the first message. */
  readonly dueAt: number;
  /** Whether claims may begin there only as long as they find more messages than they take. */
  readonly whileFull: boolean;
  /** Whether it is forgotten soon also then, as for critical messages. */
  readonly isBrief: boolean;
}

/**
 * Remembers where claims of a class by a route begin to read. Otherwise each claim would read past all messages at the
 * head of the queue that avoid the route or have expired; if the carrier refuses messages, there are many. On
 * PostgreSQL each would also read past the dead entries of messages that have left the queue, which stay in the index
 * as long as another program holds a transaction open.
 */
export class PassedHeads {
  readonly #known = new Map<string, Head & { readonly at: number }>();

  /** The head that was learnt of late; undefined if there is none, also after the clock was set back. */
  of(key: string, now: number): Head | undefined {
    const known = this.#known.get(key);
    if (known === undefined) return undefined;
    const forMs = known.whileFull && !known.isBrief ? REMEMBERED_WHILE_FULL_MS : REMEMBERED_MS;
    return now >= known.at && now < known.at + forMs ? known : undefined;
  }

  learn(key: string, head: Head, now: number): void {
    if (this.#known.size >= MOST_CLASSES) this.#known.clear();
    this.#known.set(key, { ...head, at: now });
  }
}
