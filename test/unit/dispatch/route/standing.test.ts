import { beforeEach, describe, expect, test } from 'vitest';
import { Standing } from '../../../../src/dispatch/route/standing.ts';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';

const id = (number: number) => number as MessageId;
const WHY = { since: 1_700_000_000_000, reason: 'invalid PDU' };

let standing: Standing;
beforeEach(() => {
  standing = new Standing(3, false);
});

/** Refusals of these messages at time 0; returns whether each began a quarantine. */
const refuse = (...numbers: readonly number[]) =>
  numbers.map((number) => standing.suspected(id(number), 'quick', WHY, 0));

describe('a route that refuses several different messages in a row', () => {
  test('is quarantined at the third', () => {
    expect(refuse(1, 2)).toEqual([false, false]);
    expect(standing.quarantine).toBeUndefined();
    expect(refuse(3)).toEqual([true]);
    expect(standing.quarantine).toEqual(WHY);
  });

  test('is not quarantined for one message that it refuses again and again, or for its parts', () => {
    expect(refuse(1, 1, 2, 1, 2, 2)).not.toContain(true);
  });

  test('is not quarantined if it accepts a message in between', () => {
    refuse(1, 2);
    standing.accepted();
    expect(refuse(3, 4)).toEqual([false, false]);
  });

  test('has no more parts in flight than it needs for a quarantine', () => {
    expect(standing.mostAt(0, false)).toBe(Number.POSITIVE_INFINITY);
    refuse(1);
    expect(standing.mostAt(0, false)).toBe(2);
    refuse(2);
    expect(standing.mostAt(0, false)).toBe(1);
    refuse(3);
    expect(standing.mostAt(0, false)).toBe(0);
  });

  test('is quarantined only after another route has accepted one of them, if that proof is needed', () => {
    standing = new Standing(3, true);
    expect(refuse(1, 2, 3, 4)).not.toContain(true);
    standing.provenWrong(id(9));
    expect(refuse(5)).toEqual([false]);
    standing.provenWrong(id(2));
    expect(standing.mostAt(0, false)).toBe(1);
    expect(refuse(6)).toEqual([true]);
  });

  test('is proven wrong by a message of now, however many it refused before', () => {
    standing = new Standing(20, true);
    refuse(...Array.from({ length: 2000 }, (_, number) => number));
    standing.provenWrong(id(0));
    expect(refuse(2000)).toEqual([false]);
    standing.provenWrong(id(2000));
    expect(refuse(2001)).toEqual([true]);
  });

  test('keeps its window while only a few of the many refusals came that a carrier needs', () => {
    standing = new Standing(20, true);
    refuse(...Array.from({ length: 9 }, (_, number) => number));
    standing.provenWrong(id(1));
    expect(standing.mostAt(0, false)).toBe(Number.POSITIVE_INFINITY);
  });

  test('counts for less than others, the more of its answers refuse, and recovers', () => {
    refuse(1, 2);
    expect(standing.share).toBeCloseTo(0.64);
    for (let i = 0; i < 20; i++) standing.accepted();
    expect(standing.share).toBeGreaterThan(0.99);
  });
});

describe('a quarantined route', () => {
  const trialsAfter = (kind: 'quick' | 'silent') => {
    standing = new Standing(3, false);
    let now = 0;
    const pauses: number[] = [];
    for (let number = 1; number <= 3; number++) standing.suspected(id(number), kind, WHY, now);
    for (let trial = 0; trial < 5; trial++) {
      const before = now;
      while (standing.isAside(now, false)) now += 1000;
      pauses.push(now - before);
      expect(standing.mostAt(now, false)).toBe(1);
      standing.handedOver(id(4 + trial), now, false);
      standing.suspected(id(4 + trial), kind, WHY, now);
    }
    return pauses;
  };

  test('that answers is tried with one message after 5, 10, 20, 30 and 30 s', () => {
    expect(trialsAfter('quick')).toEqual([5000, 10_000, 20_000, 30_000, 30_000]);
  });

  test('that is silent is tried more rarely, since a trial leaves its message in doubt', () => {
    expect(trialsAfter('silent')).toEqual([30_000, 60_000, 120_000, 120_000, 120_000]);
  });

  test('has its trial no later for refusals of what was under way when its quarantine began', () => {
    refuse(1, 2, 3, 4, 5);
    standing.handedOver(id(6), 0, false);
    refuse(6);
    expect(standing.isAside(5000, false)).toBe(false);
  });

  test('is tried every second while no other route is usable', () => {
    refuse(1, 2, 3);
    expect([standing.isAside(999, true), standing.isAside(1000, true)]).toEqual([true, false]);
    expect(standing.mostAt(1000, true)).toBe(1);
  });

  test('gets no second message while its trial is under way', () => {
    refuse(1, 2, 3);
    standing.handedOver(id(4), 5000, false);
    expect(standing.isAside(9999, false)).toBe(true);
  });

  test('is in service again when it accepts a message, and quarantined again by the next refusal', () => {
    refuse(1, 2, 3);
    expect(standing.accepted()).toBe(true);
    expect(standing.quarantine).toBeUndefined();
    expect(refuse(4)).toEqual([true]);
  });

  test('that accepted two messages since is quarantined only after three refusals again', () => {
    refuse(1, 2, 3);
    standing.accepted();
    standing.accepted();
    expect(refuse(4, 5, 6)).toEqual([false, false, true]);
  });

  test('is in service again when another route has refused one of the messages too', () => {
    refuse(1, 2, 3);
    expect(standing.acquitted(id(9))).toBe(false);
    expect(standing.acquitted(id(2))).toBe(true);
    expect(standing.quarantine).toBeUndefined();
  });

  test('is trusted again when an operator says so', () => {
    refuse(1, 2, 3);
    expect(standing.restore()).toBe(true);
    expect(refuse(4, 5)).toEqual([false, false]);
    expect(standing.restore()).toBe(false);
  });

  test('has no word about a message, nor has a route that accepted none yet', () => {
    expect(standing.isProven).toBe(false);
    standing.accepted();
    expect(standing.isProven).toBe(true);
    refuse(1, 2, 3);
    expect(standing.isProven).toBe(false);
  });
});
