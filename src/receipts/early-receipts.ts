import { withoutZeros } from '../domain/routes/carrier-ref.ts';
import type { RouteReceipt } from '../domain/routes/route.ts';
import type { Clock } from '../kernel/clock.ts';

/**
 * How long a receipt waits for the answer of its message, ms: longer than a node takes to store an answer while it
 * sends many messages, and so short that the carrier does not miss the acknowledgement.
 */
const WAIT_MS = 250;
/** The largest number of receipts that wait. More are a flood, or for messages of another system. */
const MOST = 10_000;

/**
 * Receipts whose id nobody knows yet. Another node may have the answer that names the id, and may still be storing it:
 * the carrier gives a receipt to whichever node it likes. To keep each such receipt as an unmatched one, and to find it
 * again for the answer, took ten times as many statements as to wait.
 *
 * A receipt that waits is not on disk, so it is not acknowledged to its carrier.
 */
export class EarlyReceipts<One extends { readonly receipt: RouteReceipt }> {
  readonly #clock: Clock;
  readonly #over: (waited: readonly One[]) => void;
  /** By their ids: a later receipt of the same id waits too, so that they are stored in the order they came in. */
  readonly #waiting = new Map<string, One[]>();
  #size = 0;

  /** @param over called with the receipts that have waited long enough, in the order of their ids' first ones */
  constructor(clock: Clock, over: (waited: readonly One[]) => void) {
    this.#clock = clock;
    this.#over = over;
  }

  get isFull(): boolean {
    return this.#size >= MOST;
  }

  /** Lets the receipt wait if an earlier one of the same id does. Returns whether it waits. */
  joins(one: One): boolean {
    const same = this.#waiting.get(keyOf(one));
    if (same === undefined) return false;
    same.push(one);
    this.#size++;
    return true;
  }

  /** Lets these wait, all for the same time. */
  wait(all: readonly One[]): void {
    if (all.length === 0) return;
    const begun: string[] = [];
    for (const one of all) {
      if (this.joins(one)) continue;
      const key = keyOf(one);
      this.#waiting.set(key, [one]);
      this.#size++;
      begun.push(key);
    }
    this.#clock.after(WAIT_MS, () => this.#end(begun));
  }

  #end(keys: readonly string[]): void {
    const waited = keys.flatMap((key) => this.#waiting.get(key) ?? []);
    for (const key of keys) this.#waiting.delete(key);
    this.#size -= waited.length;
    this.#over(waited);
  }
}

const keyOf = ({ receipt: { carrier, refs } }: { readonly receipt: RouteReceipt }): string =>
  `${carrier}\n${withoutZeros(refs[0])}`;
