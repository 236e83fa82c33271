/**
 * How long, in ms, claims begin at the first message that an earlier claim found for the route. During that time they
 * overlook a message before it that becomes free for the route: the message need no longer avoid the route, or came
 * back into the queue with an earlier due time.
 */
const REMEMBERED_MS = 500;
/**
 * The largest number of pairs of class and route that are remembered; when it is reached, all are forgotten. Each wave
 * of an alert has classes of its own.
 */
const MOST_CLASSES = 256;

/**
 * Remembers where claims of a class by a route begin to read. Otherwise each claim would read past all messages at the
 * head of the queue that avoid the route or have expired; if the carrier refuses messages, there are many.
 */
export class PassedHeads {
  readonly #known = new Map<string, { readonly dueAt: number; readonly until: number }>();

  /**
   * The due time, in ms since the epoch, before which no due message is for the route; 0 if claims must read from the
   * first message; undefined if nothing is known.
   */
  of(key: string, now: number): number | undefined {
    const known = this.#known.get(key);
    return known !== undefined && now < known.until ? known.dueAt : undefined;
  }

  learn(key: string, dueAt: number, now: number): void {
    if (this.#known.size >= MOST_CLASSES) this.#known.clear();
    this.#known.set(key, { dueAt, until: now + REMEMBERED_MS });
  }
}
