import type { Db } from '../../db.ts';
import type { PlainDelivered, prepareCompletion } from '../queue/completion.ts';

/** How many plain messages are written at once, at most. */
const WRITTEN_AT_ONCE = 200;

/**
 * Messages of one call of which the only part has a positive receipt. A database over a wire writes them together; a
 * file writes each at once, since what waited until the end of the call filled the memory of the thread (some 40 MB).
 */
export class PlainReceipts {
  readonly #isRemote: boolean;
  readonly #completion: ReturnType<typeof prepareCompletion>;
  /** Those that are not written yet, by their id. */
  readonly #waiting = new Map<number, PlainDelivered>();
  /** The recipients of those that are written. */
  #reached: string[] = [];

  constructor({ isRemote = false }: Db, completion: ReturnType<typeof prepareCompletion>) {
    this.#isRemote = isRemote;
    this.#completion = completion;
  }

  /** How many are not written yet. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whether this message has its receipt, though it is not written yet. */
  has(id: number): boolean {
    return this.#waiting.has(id);
  }

  add(one: PlainDelivered, at: number): void {
    if (this.#isRemote) {
      this.#waiting.set(one.id, one);
      if (this.#waiting.size === WRITTEN_AT_ONCE) this.write(at);
    } else {
      this.#completion.completeOne(one, at);
      this.#reached.push(one.to);
    }
  }

  /** Writes what is not written yet. */
  write(at: number): void {
    this.#completion.completePlain([...this.#waiting.values()], at);
    if (this.#reached.length > 0) this.#completion.tellDelivered(this.#reached);
    this.clear();
  }

  /** Forgets all, such as what a call that failed has left, and was not stored. */
  clear(): void {
    this.#waiting.clear();
    this.#reached = [];
  }
}
