import { describe, expect, test, vi } from 'vitest';
import { gate, made } from '../../support/looper-runs.ts';

describe('a looper (work that is repeated in the background)', () => {
  test('runs when it is started, and again after the pause that each run asks for', async () => {
    const { clock, looper, runs } = made((nth) => nth * 100);
    looper.start();
    await clock.advance(650);
    expect(runs).toEqual([0, 100, 300, 600]);
  });

  test('runs first after the delay given to start', async () => {
    const { clock, looper, runs } = made(() => undefined);
    looper.start(500);
    await clock.advance(499);
    expect(runs).toEqual([]);
    await clock.advance(1);
    expect(runs).toEqual([500]);
  });

  test('that is woken during the delay of its start runs at once, and not again at the end of the delay', async () => {
    const { clock, looper, runs } = made(() => undefined);
    looper.start(500);
    await clock.advance(100);
    looper.wake();
    await clock.advance(1000);
    expect(runs).toEqual([100]);
  });

  test('that is woken before it is started does not run', async () => {
    const { clock, looper, runs } = made(() => undefined);
    looper.wake();
    await clock.advance(1000);
    expect(runs).toEqual([]);
    looper.start();
    await clock.advance(0);
    expect(runs).toEqual([1000]);
  });

  test('that is started twice runs as often as one that is started once', async () => {
    const { clock, looper, runs } = made(() => 100);
    looper.start();
    looper.start();
    await clock.advance(250);
    looper.start();
    await clock.advance(0);
    expect(runs).toEqual([0, 100, 200]);
  });

  test('whose run asks for no further run waits until it is woken', async () => {
    const { clock, looper, runs } = made(() => undefined);
    looper.start();
    await clock.advance(10_000_000);
    expect(runs).toEqual([0]);
    expect(clock.pending).toBe(0);
    looper.wake();
    await clock.advance(0);
    expect(runs).toEqual([0, 10_000_000]);
  });

  test('that is woken during a pause runs at once, and its old timer is cancelled', async () => {
    const { clock, looper, runs } = made(() => 1000);
    looper.start();
    await clock.advance(400);
    looper.wake();
    await clock.advance(999);
    expect(runs).toEqual([0, 400]);
    expect(clock.pending).toBe(1);
    await clock.advance(1);
    expect(runs).toEqual([0, 400, 1400]);
  });

  test('that is woken many times in one turn runs once', async () => {
    const { clock, looper, runs } = made(() => undefined);
    looper.start();
    await clock.advance(100);
    for (let nth = 0; nth < 50; nth++) looper.wake();
    await clock.advance(1000);
    expect(runs).toEqual([0, 100]);
  });

  test('that is woken many times during a run runs once more after it, never at the same time', async () => {
    const { pass, open } = gate();
    const { clock, looper, runs, mostAtOnce } = made(pass);
    looper.start();
    await clock.advance(0);
    for (let nth = 0; nth < 50; nth++) looper.wake();
    await clock.advance(1000);
    expect(runs).toEqual([0]);
    open();
    await clock.advance(0);
    expect(runs).toEqual([0, 1000]);
    open();
    await clock.advance(1000);
    expect(runs).toHaveLength(2);
    expect(mostAtOnce()).toBe(1);
  });

  test('that is woken during a run runs again without the pause that this run asks for', async () => {
    const { clock, looper, runs } = made((nth) => {
      if (nth === 1) looper.wake();
      return 1000;
    });
    looper.start();
    await clock.advance(500);
    expect(runs).toEqual([0, 0]);
    await clock.advance(500);
    expect(runs).toEqual([0, 0, 1000]);
  });

  test('whose runs always wake it leaves time to the event loop, and can be stopped', async () => {
    const { clock, looper, runs } = made((nth) => {
      looper.wake();
      if (nth === 20) void looper.stop();
      return undefined;
    });
    looper.start();
    await clock.advance(0);
    expect(runs).toHaveLength(20);
    expect(clock.pending).toBe(0);
  });

  test('pauses not at all if a run asks for less than zero, and at most an hour if it asks for years', async () => {
    const { clock, looper, runs } = made((nth) => (nth === 1 ? -500 : 2 ** 40));
    const after = vi.spyOn(clock, 'after');
    looper.start();
    await clock.advance(3_599_999);
    expect(runs).toEqual([0, 0]);
    await clock.advance(1);
    expect(runs).toEqual([0, 0, 3_600_000]);
    expect(after.mock.calls.map(([delayMs]) => delayMs)).toEqual([0, 3_600_000, 3_600_000]);
  });
});
