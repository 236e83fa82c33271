/**
 * So long a claim begins where one before found the first message for its route. Meanwhile it overlooks what comes in
 * before that all the same, and whose time to avoid the route is over: both are rare.
 */
const REMEMBERED_MS = 500;
/** Each wave of an alert has a class of its own: those of long ago are forgotten together. */
const MOST_CLASSES = 256;

/**
 * Where claims of a class by a route begin: each would walk anew past all messages at its head that avoid the route or
 * have expired, however many a carrier has refused.
 */
export class PassedHeads {
  readonly #known = new Map<string, { readonly dueAt: number; readonly until: number }>();

  /** Nothing that is due before is for this route; 0: there is nothing to skip. Undefined: that is not known. */
  of(key: string, now: number): number | undefined {
    const known = this.#known.get(key);
    return known !== undefined && now < known.until ? known.dueAt : undefined;
  }

  learn(key: string, dueAt: number, now: number): void {
    if (this.#known.size >= MOST_CLASSES) this.#known.clear();
    this.#known.set(key, { dueAt, until: now + REMEMBERED_MS });
  }
}
