/**
 * How long claims begin at the first message that an earlier claim found for its route. They overlook, for so long, a
 * message before it whose time to avoid the route has ended, and one that comes back with an earlier due time.
 */
const REMEMBERED_MS = 500;
/** Each wave of an alert has classes of its own. When there are more, all are forgotten. */
const MOST_CLASSES = 256;

/**
 * Where claims of a class by a route begin to read. Without it each claim reads past all the messages at the head of the
 * queue that avoid the route, or have expired: as many as a carrier has refused.
 */
export class PassedHeads {
  readonly #known = new Map<string, { readonly dueAt: number; readonly until: number }>();

  /** Messages due before this time are not for the route; 0: none is skipped; undefined: it is not known. */
  of(key: string, now: number): number | undefined {
    const known = this.#known.get(key);
    return known !== undefined && now < known.until ? known.dueAt : undefined;
  }

  learn(key: string, dueAt: number, now: number): void {
    if (this.#known.size >= MOST_CLASSES) this.#known.clear();
    this.#known.set(key, { dueAt, until: now + REMEMBERED_MS });
  }
}
