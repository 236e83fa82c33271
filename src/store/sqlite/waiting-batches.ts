import { type Batch, MOST_CALLS } from './protocol.ts';

/** What came to the database's thread and isn't done yet: the urgent ones first, each kind in its order. */
export class WaitingBatches {
  readonly #receive: () => Batch | 'close' | undefined;
  readonly #urgent: Batch[] = [];
  readonly #usual: Batch[] = [];
  #isLast = false;
  /** The last transaction held urgent ones alone. */
  #overtaken = false;

  /** @param receive what has come meanwhile, one after the other; undefined: nothing more */
  constructor(receive: () => Batch | 'close' | undefined) {
    this.#receive = receive;
  }

  /** Whether nothing comes any more. */
  get isLast(): boolean {
    return this.#isLast;
  }

  put(one: Batch | 'close'): void {
    if (one === 'close') this.#isLast = true;
    else (one.urgent ? this.#urgent : this.#usual).push(one);
  }

  /**
   * The batches of one transaction: those that wait, and those that come while it runs. It ends after an urgent batch,
   * which should not wait for usual ones, or when it has enough calls; the senders bound it too, since they wait for
   * answers. After a transaction of urgent batches alone the next one takes a usual batch as well, or urgent batches that
   * follow each other would hold it up for ever.
   */
  *transaction(): Generator<Batch, void, undefined> {
    const isOwed = this.#overtaken;
    let calls = 0;
    let isUrgent = false;
    for (;;) {
      for (let one = this.#receive(); one !== undefined; one = this.#receive()) this.put(one);
      const urgent = this.#urgent.shift();
      if (urgent !== undefined) {
        isUrgent = true;
        this.#overtaken = calls === 0;
        yield urgent;
        continue;
      }
      const next = this.#usual[0];
      if (next === undefined || (isUrgent && (calls > 0 || !isOwed))) return;
      if (calls > 0 && calls + next.calls.length > MOST_CALLS) return;
      calls += next.calls.length;
      this.#overtaken = false;
      this.#usual.shift();
      yield next;
    }
  }
}
