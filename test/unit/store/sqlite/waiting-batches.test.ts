import { describe, expect, test } from 'vitest';
import { type Batch, MOST_CALLS } from '../../../../src/store/sqlite/protocol.ts';
import { WaitingBatches } from '../../../../src/store/sqlite/waiting-batches.ts';

/** The thread's port, with what comes while a transaction runs. */
class Port {
  readonly #coming: Batch[] = [];
  readonly waiting = new WaitingBatches(() => this.#coming.shift());
  #serial = 0;

  usual(calls = 1): void {
    this.#come(false, calls);
  }

  urgent(): void {
    this.#come(true, 1);
  }

  /** The serials that one transaction holds. @param meanwhile told behind each of them */
  transaction(meanwhile: (serial: number) => void = () => {}): number[] {
    const taken: number[] = [];
    for (const { serial } of this.waiting.transaction()) {
      taken.push(serial);
      meanwhile(serial);
    }
    return taken;
  }

  #come(urgent: boolean, calls: number): void {
    const serial = ++this.#serial;
    this.#coming.push({
      serial,
      urgent,
      calls: Array.from({ length: calls }, () => ['counts', []] as never),
    });
  }
}

describe('a transaction', () => {
  test('takes in what waits and what comes while it runs, in its order', () => {
    const port = new Port();
    port.usual();
    port.usual();
    expect(port.transaction((serial) => serial === 1 && port.usual())).toEqual([1, 2, 3]);
    expect(port.transaction()).toEqual([]);
  });

  test('has no more usual calls than a batch may have, unless one batch has as many', () => {
    const port = new Port();
    port.usual(MOST_CALLS - 1);
    port.usual(1);
    port.usual(MOST_CALLS);
    port.usual(1);
    expect(port.transaction()).toEqual([1, 2]);
    expect(port.transaction()).toEqual([3]);
    expect(port.transaction()).toEqual([4]);
  });

  test('begins with the urgent ones that wait, and ends behind them', () => {
    const port = new Port();
    port.usual();
    port.urgent();
    port.usual();
    port.urgent();
    expect(port.transaction()).toEqual([2, 4]);
    expect(port.transaction()).toEqual([1, 3]);
  });

  test('that holds usual ones already takes an urgent one in, and ends behind it', () => {
    const port = new Port();
    port.usual();
    port.usual();
    expect(port.transaction((serial) => serial === 1 && port.urgent())).toEqual([1, 3]);
    expect(port.transaction()).toEqual([2]);
  });

  test('of urgent ones alone is followed by one with a usual one, though urgent ones come without end', () => {
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
});
