import { beforeEach, describe, expect, test } from 'vitest';
import { Shares } from '../../../../src/dispatch/share/shares.ts';
import { type Grant, nextGrant, type ShareRow } from '../../../../src/domain/routes/share/next-grant.ts';

const BUSY = new Map([['a', { demand: 900, isUsable: true }]]);

let shares: Shares;
let rows: Map<number, ShareRow>;
beforeEach(() => {
  shares = new Shares();
  rows = new Map();
});

/** What the transaction of a beat writes. */
const write = (ask = shares.begin(BUSY, 0).asks.get('a'), contract = 100): Grant => {
  if (ask === undefined) throw new Error('the route asks for nothing');
  const grant = nextGrant(contract, [...rows.values()], 1, ask);
  rows.set(1, grant.row);
  return grant;
};
/** A beat that begins at this time, and whose commit is known 20 ms later. */
const beat = (at: number): void => {
  const asked = shares.begin(BUSY, at);
  shares.granted(asked, new Map([['a', write(asked.asks.get('a'))]]), at + 20);
};
const lose = (at: number): void => {
  write(shares.begin(BUSY, at).asks.get('a'));
};
const other = (share: number): void => {
  rows.set(2, { node: 2, share, demand: 900, isUsable: true });
};
const parts = (): number | undefined => shares.of('a')?.parts;
const onDisk = (): number | undefined => rows.get(1)?.share;

describe('a node that starts', () => {
  test('has a share of 0, which is over at once, until a beat has granted it one', () => {
    shares.add('a', 100, 0);
    expect(shares.of('a')).toEqual({ parts: 0, until: Number.NEGATIVE_INFINITY, elsewhere: 0 });
    beat(100);
    expect(shares.of('a')).toEqual({ parts: 100, until: 6100, elsewhere: 0 });
  });

  test('does not send by the share that an earlier process had before the parts of that one count no more', () => {
    rows.set(1, { node: 1, share: 80, demand: 900, isUsable: true });
    shares.add('a', 100, 0);
    beat(100);
    expect(onDisk()).toBe(100);
    beat(1400);
    expect(parts()).toBe(0);
    beat(1502);
    expect(parts()).toBe(100);
  });

  test('keeps the share of an earlier process on disk for as long, though its due is less', () => {
    rows.set(1, { node: 1, share: 100, demand: 900, isUsable: true });
    other(0);
    shares.add('a', 100, 0);
    beat(100);
    beat(1400);
    expect([parts(), onDisk()]).toEqual([0, 100]);
    beat(1502);
    beat(2502);
    expect([parts(), onDisk()]).toEqual([50, 50]);
  });

  test('knows no share of a route without a contract', () => {
    expect(shares.of('b')).toBeUndefined();
  });
});

describe('a smaller share', () => {
  beforeEach(() => {
    shares.add('a', 100, 0);
    beat(0);
    other(0);
    beat(1000);
  });

  test('counts at once, and is on disk only when a part that left before counts no more: 1502 ms later', () => {
    expect([parts(), onDisk()]).toEqual([50, 100]);
    beat(2000);
    expect(onDisk()).toBe(100);
    beat(2521);
    expect(onDisk()).toBe(100);
    beat(2522);
    expect([parts(), onDisk()]).toEqual([50, 50]);
  });

  test('of a contract of 0.5 per second is on disk 2.5 s later, since the carrier counts two seconds', () => {
    rows.clear();
    shares.add('a', 0.5, 0);
    const slowBeat = (at: number, demand = 1): void => {
      const asked = shares.begin(new Map([['a', { demand, isUsable: true }]]), at);
      shares.granted(asked, new Map([['a', write(asked.asks.get('a'), 0.5)]]), at);
    };
    slowBeat(0);
    expect(parts()).toBe(1);
    other(0);
    slowBeat(1000, 0);
    expect([parts(), onDisk()]).toEqual([0, 1]);
    slowBeat(3501, 0);
    expect(onDisk()).toBe(1);
    slowBeat(3502, 0);
    expect(onDisk()).toBe(0);
  });

  test('grows again at once while the larger one is still on disk', () => {
    rows.delete(2);
    beat(2000);
    expect([parts(), onDisk()]).toEqual([100, 100]);
  });
});

describe('a beat whose commit is not known', () => {
  test('does not raise the share by which the node sends', () => {
    shares.add('a', 100, 0);
    other(70);
    beat(0);
    expect(parts()).toBe(30);
    rows.delete(2);
    lose(1000);
    expect([parts(), onDisk()]).toEqual([30, 100]);
    beat(2000);
    expect(parts()).toBe(100);
  });

  test('leaves the node with a share no larger than the one that may be on disk', () => {
    shares.add('a', 100, 0);
    beat(0);
    other(0);
    for (const at of [1000, 2000]) beat(at);
    lose(3000);
    expect([parts(), onDisk()]).toEqual([50, 50]);
  });

  test('does not prolong the time for which the node sends', () => {
    shares.add('a', 100, 0);
    beat(500);
    lose(1500);
    lose(2500);
    expect(shares.of('a')?.until).toBe(6500);
  });

  test('is forgotten when the next one has begun', () => {
    shares.add('a', 100, 0);
    const late = shares.begin(BUSY, 0);
    const grant = write(late.asks.get('a'));
    const next = shares.begin(BUSY, 1000);
    shares.granted(late, new Map([['a', grant]]), 1010);
    expect(shares.of('a')).toMatchObject({ parts: 0, until: Number.NEGATIVE_INFINITY });
    shares.granted(next, new Map([['a', write(next.asks.get('a'))]]), 1020);
    expect(shares.of('a')?.until).toBe(7000);
  });
});

describe('a route', () => {
  test('on which the node may send nothing asks as one that is not usable', () => {
    shares.add('a', 100, 0);
    expect(shares.begin(new Map(), 0).asks.get('a')).toMatchObject({ demand: 0, isUsable: false });
  });

  test('with a smaller contract is sent by no more than that at once', () => {
    shares.add('a', 100, 0);
    beat(0);
    shares.contractTo('a', 30, 100);
    expect(parts()).toBe(30);
  });

  test('that was removed asks for nothing', () => {
    shares.add('a', 100, 0);
    shares.remove('a');
    expect(shares.begin(BUSY, 0).asks.size).toBe(0);
    expect(shares.of('a')).toBeUndefined();
  });
});
