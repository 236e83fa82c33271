import { MOST_ROWS } from './batch-size.ts';
import type { Batch } from './protocol.ts';

/** The batches that came to the database's thread and are not done yet: urgent ones first, each kind in its order. */
export class WaitingBatches {
  readonly #receive: () => Batch | 'close' | undefined;
  readonly #urgent: Batch[] = [];
  readonly #usual: Batch[] = [];
  #isLast = false;
  /** Whether the last transaction had urgent batches alone. */
  #overtaken = false;

  /** @param receive returns the next batch that has come meanwhile; undefined if there is none */
  constructor(receive: () => Batch | 'close' | undefined) {
    this.#receive = receive;
  }

  /** Whether the channel is closing, so no batch comes any more. */
  get isLast(): boolean {
    return this.#isLast;
  }

  put(one: Batch | 'close'): void {
    if (one === 'close') this.#isLast = true;
    else (one.urgent ? this.#urgent : this.#usual).push(one);
  }

  /** Takes all batches that wait, also those that have come meanwhile: they are not begun. */
  takeAll(): readonly Batch[] {
    for (let one = this.#receive(); one !== undefined; one = this.#receive()) this.put(one);
    return [...this.#urgent.splice(0), ...this.#usual.splice(0)];
  }

  /**
   * Yields the batches of one transaction: those that wait, and those that come while it runs. Once it has a claim,
   * usual batches that come wait for the next one: a route has no work until the claim is committed. The transaction
   * ends after an urgent batch, which must not wait for usual batches, or before it has more than `MOST_ROWS`. After a
   * transaction of urgent batches alone, the next transaction takes a usual batch too: otherwise a stream of urgent
   * batches would hold up the usual ones for ever.
   */
  *transaction(): Generator<Batch, void, undefined> {
    const isOwed = this.#overtaken;
    let rows = 0;
    let isUrgent = false;
    let left = Number.POSITIVE_INFINITY;
    for (;;) {
      for (let one = this.#receive(); one !== undefined; one = this.#receive()) this.put(one);
      const urgent = this.#urgent.shift();
      if (urgent !== undefined) {
        isUrgent = true;
        this.#overtaken = rows === 0;
        yield urgent;
        continue;
      }
      const next = this.#usual[0];
      if (next === undefined || left === 0 || (isUrgent && (rows > 0 || !isOwed))) return;
      if (rows > 0 && rows + next.rows > MOST_ROWS) return;
      rows += next.rows;
      this.#overtaken = false;
      this.#usual.shift();
      left = hasClaim(next) ? Math.min(left - 1, this.#usual.length) : left - 1;
      yield next;
    }
  }
}

const hasClaim = ({ calls }: Batch): boolean => calls.some(([name]) => name === 'claim');
