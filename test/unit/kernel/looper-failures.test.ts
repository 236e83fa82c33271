import { describe, expect, test } from 'vitest';
import { FAILURE, made } from '../../support/looper-runs.ts';

describe('a looper (work that is repeated in the background) whose run fails', () => {
  const failing = (failures: number) =>
    made((nth) => {
      if (nth <= failures) throw new Error('the disk is full');
      return undefined;
    });

  test('logs the error, and runs again after pauses that grow to five seconds', async () => {
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

  test('waits for the whole pause even if it is woken', async () => {
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

  test('has a stop() that resolves all the same', async () => {
    const { clock, log, looper } = failing(1);
    looper.start();
    const stopped = looper.stop();
    await clock.advance(10_000);
    await expect(stopped).resolves.toBeUndefined();
    expect(log.lines.length).toBeLessThanOrEqual(1);
  });
});
