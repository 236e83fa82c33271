import { beforeEach, describe, expect, test } from 'vitest';
import { QueueCount } from '../../../../src/ops/nodes/queue-count.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** How long a count takes, ms. */
const TAKES = 10;

let clock: VirtualClock;
/** When each count began, ms. */
let counts: number[];
let counting: QueueCount;

beforeEach(async () => {
  clock = new VirtualClock();
  counts = [];
  const recount = (): Promise<void> => {
    counts.push(clock.elapsed());
    return new Promise((resolve) => void clock.after(TAKES, resolve));
  };
  counting = new QueueCount(recount, { clock, log: recordingLog() });
  counting.start();
  await clock.advance(TAKES);
});

describe('the queue is counted', () => {
  test('with each beat, but for one that comes just after a count', async () => {
    counting.beat();
    await clock.advance(990);
    expect(counts).toEqual([0]);
    counting.beat();
    await clock.advance(0);
    expect(counts).toEqual([0, 1000]);
  });

  test('once soon after another node has told, however often it tells', async () => {
    await clock.advance(990);
    for (let times = 0; times < 5; times++) counting.told();
    await clock.advance(0);
    expect(counts).toEqual([0, 1000]);
  });

  test('after what was told during a count, as soon as counts may take no more than a twentieth of the time', async () => {
    counting.told();
    await clock.advance(100);
    expect(counts).toEqual([0]);
    await clock.advance(100);
    expect(counts).toEqual([0, 210]);
    await clock.advance(1000);
    expect(counts).toEqual([0, 210]);
  });

  test('no more once it is stopped', async () => {
    counting.told();
    await counting.stop();
    await clock.advance(1000);
    expect(counts).toEqual([0]);
  });
});
