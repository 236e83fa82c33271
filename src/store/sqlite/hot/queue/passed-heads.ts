/**
 * How long, in ms, claims begin at the first message that an earlier claim found for its route. Until then they
 * overlook an earlier message that becomes free for the route: one that no longer has to avoid it, or one that comes
 * back with an earlier due time.
 */
const REMEMBERED_MS = 500;
/** The most classes that are remembered; with more, all are forgotten. Each wave of an alert has classes of its own. */
const MOST_CLASSES = 256;

/**
 * Remembers where claims of a class by a route begin to read. Otherwise each claim would read past all messages at
 * the head of the queue that avoid the route or have expired: as many as a carrier has refused.
 */
export class PassedHeads {
  readonly #known = new Map<string, { readonly dueAt: number; readonly until: number }>();

  /**
   * The time before which no due message is for the route; 0 if claims must read from the first message; undefined if
   * nothing is known.
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
