import { beforeEach, describe, expect, test } from 'vitest';
import { SparingLooper } from '../../../../src/ops/nodes/sparing-looper.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** How long a run takes, ms. */
const TAKES = 10;

let clock: VirtualClock;
/** When each run began, ms. */
let runs: number[];
let looper: SparingLooper;

beforeEach(async () => {
  clock = new VirtualClock();
  runs = [];
  const task = (): Promise<void> => {
    runs.push(clock.elapsed());
    return new Promise((resolve) => void clock.after(TAKES, resolve));
  };
  looper = new SparingLooper(task, { clock, log: recordingLog(), failure: 'it failed' });
  looper.start();
  await clock.advance(TAKES);
});

describe('a task that takes the time of the database runs', () => {
  test('with each beat, but for one that comes just after a run', async () => {
    looper.beat();
    await clock.advance(990);
    expect(runs).toEqual([0]);
    looper.beat();
    await clock.advance(0);
    expect(runs).toEqual([0, 1000]);
  });

  test('once soon after it is told, however often', async () => {
    await clock.advance(990);
    for (let times = 0; times < 5; times++) looper.told();
    await clock.advance(0);
    expect(runs).toEqual([0, 1000]);
  });

  test('after what was told during a run, once runs take no more than a twentieth of the time', async () => {
    looper.told();
    await clock.advance(100);
    expect(runs).toEqual([0]);
    await clock.advance(100);
    expect(runs).toEqual([0, 210]);
    await clock.advance(1000);
    expect(runs).toEqual([0, 210]);
  });

  test('no more once it is stopped', async () => {
    looper.told();
    await looper.stop();
    await clock.advance(1000);
    expect(runs).toEqual([0]);
  });
});
