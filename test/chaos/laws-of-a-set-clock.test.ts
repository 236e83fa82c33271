import { describe, expect, test } from 'vitest';
import type { History, Trouble } from './history.ts';
import { honest, said, submitOf, told } from './honest-history.ts';
import { fallsIn, LAWS } from './laws.ts';

const HOUR_MS = 3_600_000;
const [SENT_MS, LATER_MS] = [10, 60_000];
const begunAt = submitOf(0, 1, 0).at;

/** The run of a gateway whose clock is ahead from a moment on, or back if `aheadMs` is negative. */
const withClock = (history: History, aheadMs: number, fromMs = 1000): History => {
  const from = begunAt + fromMs;
  const of = aheadMs > 0 ? 'clock set forward' : 'clock set back';
  const trouble: Trouble = { from, to: from + 2000, of, route: undefined };
  return { ...history, troubles: [trouble], shownAt: (at) => (at >= from ? at + aheadMs : at) };
};

const later = () => ({ submits: [submitOf(0, 1, SENT_MS), submitOf(0, 2, LATER_MS)] });

const brokenBy = (history: History): readonly string[] => fallsIn(history).map(({ law }) => law);

/** For each law the runs, with a clock that was set, of a gateway that breaks it all the same. */
const LIES: Readonly<Record<string, readonly (() => History)[]>> = {
  'every message has ended or is sent': [
    () => withClock(told(said({ state: 'queued' })), -HOUR_MS),
    () => withClock(told(said({ state: 'sending' })), HOUR_MS),
    // What has a short validity is late only if the clock was set back.
    () =>
      withClock(
        told((story) => ({
          ...said({ state: 'queued' })(story),
          planned: { ...story.planned, validForMs: 12_000 },
        })),
        HOUR_MS,
      ),
  ],
  'no part is sent after the validity, and carriers are told the time that is left': [
    // By its own clock it was over.
    () => withClock(told(later), HOUR_MS),
    // The carrier is told the time that was left before the clock was set back.
    () => withClock(told(later), -HOUR_MS / 2),
    // Long before the clock was set.
    () =>
      withClock(
        told(() => ({ submits: [{ ...submitOf(0, 1, SENT_MS), validity: '000000010000000R' }] })),
        HOUR_MS,
        20_000,
      ),
  ],
  'a message that is marked as a possible duplicate was sent again': [
    () => withClock(told(said({ possibleDuplicate: true })), HOUR_MS),
    // The power failed before the message was there, by the gateway's clock.
    () => ({
      ...withClock(told(said({ possibleDuplicate: true })), -HOUR_MS),
      stops: [{ at: begunAt + 2000, backAt: begunAt + 2500, how: 'SIGKILL', exitCode: null, tookMs: 0 }],
    }),
  ],
  'a critical message is not late while a route without faults is idle': [
    // A clock that is set back ends no validity, so that it excuses no wait.
    () => withClock(told(later), -HOUR_MS),
    // The clock was set long after the message should have left.
    () => withClock(told(later), HOUR_MS, 40_000),
  ],
  'the timeline has only legal transitions, up to the present state': [
    () => withClock(told(said({ state: 'sent' })), HOUR_MS),
  ],
  'an expired message is past its validity, and no carrier has a part of it': [
    () => withClock(told(said({ state: 'expired', reason: 'over' })), HOUR_MS),
  ],
  'with onUncertain hold no part is sent again that was not refused': [
    () =>
      withClock(
        told((story) => ({
          planned: { ...story.planned, onUncertain: 'hold' },
          submits: [...story.submits, submitOf(0, 1, LATER_MS)],
        })),
        HOUR_MS,
      ),
  ],
};

describe('the laws, while the clock of the gateway is set', () => {
  test.each([HOUR_MS, -HOUR_MS])('hold for an honest gateway whose clock is set by %i ms', (aheadMs) => {
    expect(brokenBy(withClock(honest(), aheadMs))).toEqual([]);
  });

  test('excuse a part that leaves by a clock that was set back after the validity of real time', () => {
    const late = { ...submitOf(0, 2, 45 * 60_000), validity: '000000004500000R' };
    const history = told(() => ({ submits: [submitOf(0, 1, SENT_MS), late] }));
    const law = 'no part is sent after the validity, and carriers are told the time that is left';
    expect(brokenBy(withClock(history, -HOUR_MS))).not.toContain(law);
    expect(brokenBy(history)).toContain(law);
  });

  test.each(Object.keys(LIES))('include "%s", which finds each run that breaks it', (name) => {
    const law = LAWS.find((one) => one.name === name);
    for (const [index, lie] of (LIES[name] ?? []).entries())
      expect(law?.falls(lie()), `lie ${index}`).not.toEqual([]);
  });
});
