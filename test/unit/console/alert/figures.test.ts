import { describe, expect, it } from 'vitest';
import {
  etaOf,
  figuresOf,
  havingIt,
  isChanging,
  stoppedOf,
} from '../../../../src/console/rooms/alert/live/figures.ts';

const people = {
  total: 100,
  suppressed: 10,
  toReach: 90,
  reached: 50,
  unconfirmed: 20,
  inDoubt: 2,
  underWay: 8,
  notReached: 10,
};

const going = (own: { waves?: number; toCome?: number; byState?: object } = {}) =>
  ({
    waves: Array.from({ length: own.waves ?? 1 }, () => ({})),
    progress: { people, toCome: own.toCome ?? 0, byState: own.byState ?? { queued: 5, sending: 3 } },
  }) as unknown as Parameters<typeof figuresOf>[0];

describe('the figures of an alert', () => {
  it('still change after a stop, until each message that was out is final', () => {
    const stopped = (byState: object) =>
      isChanging({ ...going({ byState }), state: 'stopped' } as unknown as Parameters<typeof isChanging>[0]);
    expect(stopped({ sent: 1, cancelled: 9 })).toBe(true);
    expect(stopped({ delivered: 1, cancelled: 9 })).toBe(false);
  });

  it('put each person in one of four words', () => {
    const { reached, silent, notReached, waiting, toReach } = figuresOf(going());
    expect({ reached, silent, notReached, waiting }).toEqual({
      reached: 50,
      silent: 22,
      notReached: 10,
      waiting: 8,
    });
    expect(reached + silent + notReached + waiting).toBe(toReach);
  });

  it('count people of the first wave without a message as waiting', () => {
    expect(figuresOf(going({ toCome: 400 }))).toMatchObject({
      waiting: 408,
      toReach: 490,
      toCome: 0,
      held: 405,
    });
  });

  it('do not count people twice to whom a later wave writes again', () => {
    expect(figuresOf(going({ toCome: 60, waves: 2 }))).toMatchObject({ waiting: 8, toReach: 90, toCome: 60 });
  });

  it('count who has it or may have it: those in doubt too', () => {
    expect(havingIt(figuresOf(going()))).toBe(72);
    expect(stoppedOf(going({ byState: { cancelled: 30 }, toCome: 4 }))).toEqual({ sent: 72, stopped: 34 });
  });
});

describe('those to whom it can be sent again', () => {
  it('are those to whom something was sent in vain, and not those whom a stop left out', () => {
    const byState = { delivered: 50, cancelled: 7, undelivered: 2, failed: 1 };
    expect(figuresOf(going({ byState }))).toMatchObject({ notReached: 10, inVain: 3 });
  });

  it('are never more people than nothing has reached, however many waves failed', () => {
    expect(figuresOf(going({ waves: 3, byState: { failed: 25 } })).inVain).toBe(10);
  });
});

describe('the time at which all is out', () => {
  const progress = (eta: number | null, inTime = true) =>
    ({ eta, inTime }) as unknown as Parameters<typeof etaOf>[0];

  it('is a time of the clock, counted from when the figures were read', () => {
    expect(etaOf(progress(90), 1000)).toEqual({ kind: 'at', at: 91_000, inSeconds: 90, isInTime: true });
  });

  it('says that it is too late', () => {
    expect(etaOf(progress(90, false), 0)).toMatchObject({ isInTime: false });
  });

  it('is never without a route, which is not the same as now', () => {
    expect(etaOf(progress(null), 0)).toEqual({ kind: 'never' });
    expect(etaOf(progress(0), 0)).toEqual({ kind: 'out' });
  });
});
