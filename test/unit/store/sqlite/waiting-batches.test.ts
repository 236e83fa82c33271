import { describe, expect, test } from 'vitest';
import { MOST_ROWS } from '../../../../src/store/thread/batch-size.ts';
import type { Batch } from '../../../../src/store/thread/protocol.ts';
import { WaitingBatches } from '../../../../src/store/thread/waiting-batches.ts';

/** A stand-in for the thread's port, with batches that come while a transaction runs. */
class Port {
  readonly #coming: Batch[] = [];
  readonly waiting = new WaitingBatches(() => this.#coming.shift());
  #serial = 0;

  usual(rows = 1): void {
    this.#come(false, rows);
  }

  claim(): void {
    this.#come(false, 1, 'claim');
  }

  urgent(): void {
    this.#come(true, 1);
  }

  /** The serials of the batches that are taken out. */
  takenOut(): number[] {
    return this.waiting.takeAll().map(({ serial }) => serial);
  }

  /**
   * The serials of the batches in one transaction.
   * @param meanwhile called after each of them
   */
  transaction(meanwhile: (serial: number) => void = () => {}): number[] {
    const taken: number[] = [];
    for (const { serial } of this.waiting.transaction()) {
      taken.push(serial);
      meanwhile(serial);
    }
    return taken;
  }

  #come(urgent: boolean, rows: number, name = 'counts'): void {
    this.#coming.push({ serial: ++this.#serial, urgent, calls: [[name, []] as never], rows });
  }
}

describe('a transaction of the database thread', () => {
  test('takes the batches of calls that wait and those that come while it runs, in their order', () => {
    const port = new Port();
    port.usual();
    port.usual();
    expect(port.transaction((serial) => serial === 1 && port.usual())).toEqual([1, 2, 3]);
    expect(port.transaction()).toEqual([]);
  });

  test('leaves what comes while it runs to the next one once it has a claim, for which a route waits', () => {
    const port = new Port();
    port.usual();
    port.claim();
    port.usual();
    const later = (serial: number): void => {
      if (serial < 4) port.usual();
    };
    expect(port.transaction(later)).toEqual([1, 2, 3, 4]);
    expect(port.transaction()).toEqual([5, 6]);
  });

  test('takes an urgent batch that comes while it runs also when it has a claim', () => {
    const port = new Port();
    port.claim();
    port.usual();
    expect(port.transaction((serial) => serial === 1 && port.urgent())).toEqual([1, 3]);
    expect(port.transaction()).toEqual([2]);
  });

  test('writes a limited number of rows for usual calls', () => {
    const port = new Port();
    port.usual(MOST_ROWS - 1);
    port.usual(1);
    port.usual(MOST_ROWS);
    port.usual(1);
    expect(port.transaction()).toEqual([1, 2]);
    expect(port.transaction()).toEqual([3]);
    expect(port.transaction()).toEqual([4]);
  });

  test('begins with the urgent batches that wait, and ends after them', () => {
    const port = new Port();
    port.usual();
    port.urgent();
    port.usual();
    port.urgent();
    expect(port.transaction()).toEqual([2, 4]);
    expect(port.transaction()).toEqual([1, 3]);
  });

  test('with usual batches takes an urgent batch that comes while it runs, and ends after it', () => {
    const port = new Port();
    port.usual();
    port.usual();
    expect(port.transaction((serial) => serial === 1 && port.urgent())).toEqual([1, 3]);
    expect(port.transaction()).toEqual([2]);
  });

  test('with only urgent batches is followed by one with a usual batch, even if urgent batches keep coming', () => {
    const port = new Port();
    port.usual();
    port.usual();
    const seen: number[][] = [];
    for (let round = 0; round < 4; round++) {
      port.urgent();
      seen.push(port.transaction());
    }
    expect(seen).toEqual([[3], [4, 1], [5], [6, 2]]);
  });

  test('that have not begun are taken out while another one is held up, and are not in its transaction', () => {
    const port = new Port();
    port.usual();
    const taken = port.transaction((serial) => {
      if (serial > 1) return;
      port.usual();
      port.urgent();
      expect(port.takenOut()).toEqual([3, 2]);
    });
    expect(taken).toEqual([1]);
    expect(port.transaction()).toEqual([]);
  });
});
