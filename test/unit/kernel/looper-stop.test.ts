import { describe, expect, test } from 'vitest';
import { gate, made } from '../../support/looper-runs.ts';

describe('a looper (work that is repeated in the background) that is stopped', () => {
  test('during a pause runs no more, and leaves no timer', async () => {
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

  test('during a run waits for this run, and does not run again although it was woken', async () => {
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

  test('during a run that fails does not try again', async () => {
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

  test('during the pause after a failure does not try again', async () => {
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

  test('in the turn of the event loop in which it was woken does not run', async () => {
    const { clock, looper, runs } = made(() => undefined);
    looper.start();
    await looper.stop();
    await clock.advance(1000);
    expect(runs).toEqual([]);
  });

  test('by two callers at once resolves for each caller when the run has ended', async () => {
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
