import { describe, expect, test, vi } from 'vitest';
import { Looper } from '../../../src/kernel/looper.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const FAILURE = 'the work cannot be done; tried again';

/** A looper that never rests fails its test, instead of keeping it from ending. */
const MOST_RUNS = 1000;

const made = (run: (nth: number) => Promise<number | undefined> | number | undefined) => {
  const clock = new VirtualClock();
  const began = clock.now();
  const log = recordingLog();
  const runs: number[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const looper = new Looper(
    async () => {
      if (runs.length >= MOST_RUNS) throw new Error('it runs without end');
      runs.push(clock.now() - began);
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      try {
        return await run(runs.length);
      } finally {
        atOnce--;
      }
    },
    { clock, log, failure: FAILURE },
  );
  return { clock, log, looper, runs, mostAtOnce: () => mostAtOnce };
};

/** A run that ends when the test lets it. */
const gate = () => {
  const opens: (() => void)[] = [];
  return {
    pass: () => new Promise<undefined>((resolve) => opens.push(() => resolve(undefined))),
    open: () => opens.shift()?.(),
  };
};

describe('a looper', () => {
  test('runs at its start, and again after the rest that each run asks for', async () => {
    const { clock, looper, runs } = made((nth) => nth * 100);
    looper.start();
    await clock.advance(650);
    expect(runs).toEqual([0, 100, 300, 600]);
  });

  test('runs first after the delay that its start names', async () => {
    const { clock, looper, runs } = made(() => undefined);
    looper.start(500);
    await clock.advance(499);
    expect(runs).toEqual([]);
    await clock.advance(1);
    expect(runs).toEqual([500]);
  });

  test('that is woken during the delay of its start runs at once, and not again when the delay ends', async () => {
    const { clock, looper, runs } = made(() => undefined);
    looper.start(500);
    await clock.advance(100);
    looper.wake();
    await clock.advance(1000);
    expect(runs).toEqual([100]);
  });

  test('that is woken before its start runs nothing before it', async () => {
    const { clock, looper, runs } = made(() => undefined);
    looper.wake();
    await clock.advance(1000);
    expect(runs).toEqual([]);
    looper.start();
    await clock.advance(0);
    expect(runs).toEqual([1000]);
  });

  test('that is started twice runs as if it had been started once', async () => {
    const { clock, looper, runs } = made(() => 100);
    looper.start();
    looper.start();
    await clock.advance(250);
    looper.start();
    await clock.advance(0);
    expect(runs).toEqual([0, 100, 200]);
  });

  test('whose run asks for no rest waits until it is woken', async () => {
    const { clock, looper, runs } = made(() => undefined);
    looper.start();
    await clock.advance(10_000_000);
    expect(runs).toEqual([0]);
    expect(clock.pending).toBe(0);
    looper.wake();
    await clock.advance(0);
    expect(runs).toEqual([0, 10_000_000]);
  });

  test('that is woken during a rest runs at once, and the old rest ends', async () => {
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

  test('that is woken many times during a run runs once more after it, never beside it', async () => {
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

  test('that is woken during a run does not wait for the rest that this run asks for', async () => {
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

  test('whose runs always wake themselves lets the event loop and a stop come in between', async () => {
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

  test('whose run asks for a rest below zero rests not at all, and for one of years at most an hour', async () => {
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

describe('a looper whose run fails', () => {
  const failing = (failures: number) =>
    made((nth) => {
      if (nth <= failures) throw new Error('the disk is full');
      return undefined;
    });

  test('logs why, and tries again after pauses that grow to five seconds', async () => {
    const { clock, log, looper, runs } = failing(7);
    looper.start();
    await clock.advance(60_000);
    expect(runs).toEqual([0, 1000, 3000, 7000, 12_000, 17_000, 22_000, 27_000]);
    expect(log.lines.filter(({ message }) => message === FAILURE)).toHaveLength(7);
    expect(log.lines[0]).toMatchObject({ level: 'error', fields: { err: new Error('the disk is full') } });
  });

  test('begins with the shortest pause again after a run that succeeded', async () => {
    const { clock, looper, runs } = made((nth) => {
      if (nth !== 3) throw new Error('the disk is full');
      return 100;
    });
    looper.start();
    await clock.advance(4500);
    expect(runs).toEqual([0, 1000, 3000, 3100, 4100]);
  });

  test('keeps to its pause although it is woken, before and after the failure', async () => {
    const { clock, log, looper, runs } = made((nth) => {
      looper.wake();
      if (nth === 1) throw new Error('the disk is full');
      if (nth === 3) void looper.stop();
      return undefined;
    });
    looper.start();
    await clock.advance(500);
    looper.wake();
    await clock.advance(499);
    expect(runs).toEqual([0]);
    await clock.advance(1);
    expect(runs).toEqual([0, 1000, 1000]);
    expect(log.lines).toHaveLength(1);
  });

  test('rejects nothing to whoever stops it', async () => {
    const { clock, log, looper } = failing(1);
    looper.start();
    const stopped = looper.stop();
    await clock.advance(10_000);
    await expect(stopped).resolves.toBeUndefined();
    expect(log.lines.length).toBeLessThanOrEqual(1);
  });
});

describe('a looper that is stopped', () => {
  test('during a rest runs nothing afterwards, and leaves no timer', async () => {
    const { clock, looper, runs } = made(() => 100);
    looper.start();
    await clock.advance(50);
    await looper.stop();
    expect(clock.pending).toBe(0);
    looper.wake();
    looper.start();
    await clock.advance(1000);
    expect(runs).toEqual([0]);
  });

  test('during a run waits for that run, and for no other although it was woken', async () => {
    const { pass, open } = gate();
    const { clock, looper, runs } = made(pass);
    looper.start();
    await clock.advance(0);
    looper.wake();
    let isStopped = false;
    const stopped = looper.stop().then(() => {
      isStopped = true;
    });
    await clock.advance(1000);
    expect(isStopped).toBe(false);
    expect(looper.signal.aborted).toBe(true);
    open();
    await stopped;
    await clock.advance(1000);
    expect(runs).toEqual([0]);
    expect(clock.pending).toBe(0);
  });

  test('during a run that fails then pauses for no other try', async () => {
    const { clock, looper, runs } = made(async () => {
      await new Promise<void>((resolve) => clock.after(10, resolve));
      throw new Error('the store is closed');
    });
    looper.start();
    await clock.advance(5);
    const stopped = looper.stop();
    await clock.advance(5);
    await stopped;
    expect(clock.pending).toBe(0);
    await clock.advance(10_000);
    expect(runs).toEqual([0]);
  });

  test('during the pause after a failure tries no more', async () => {
    const { clock, looper, runs } = made(() => {
      throw new Error('the disk is full');
    });
    looper.start();
    await clock.advance(500);
    await looper.stop();
    expect(clock.pending).toBe(0);
    await clock.advance(10_000);
    expect(runs).toEqual([0]);
  });

  test('in the turn in which it was woken does not run any more', async () => {
    const { clock, looper, runs } = made(() => undefined);
    looper.start();
    await looper.stop();
    await clock.advance(1000);
    expect(runs).toEqual([]);
  });

  test('twice at the same time is stopped for both when the run has ended', async () => {
    const { pass, open } = gate();
    const { clock, looper } = made(pass);
    looper.start();
    await clock.advance(0);
    const both = Promise.all([looper.stop(), looper.stop()]);
    open();
    await expect(both).resolves.toHaveLength(2);
  });

  test('before its start never runs', async () => {
    const { clock, looper, runs } = made(() => 100);
    await looper.stop();
    looper.start();
    looper.wake();
    await clock.advance(1000);
    expect(runs).toEqual([]);
  });
});
