import { beforeEach, expect, test } from 'vitest';
import { LogQueue } from '../../../src/ops/log-queue.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

type Misbehaviour = 'full' | 'stalled';

/** A target of the log with named misbehaviours. */
class FakeTarget {
  text = '';
  misbehaves: Misbehaviour | undefined;
  /** The octets that can be written before the disk is full. */
  room = 0;
  writes = 0;
  #stalled: (() => void) | undefined;

  write(octets: Buffer, done: (written: number, error: Error | undefined) => void): void {
    this.writes += 1;
    const go = (): void => {
      const fits = this.misbehaves === 'full' ? octets.subarray(0, this.room) : octets;
      if (this.misbehaves === 'full') this.room -= fits.length;
      this.writeNow(fits);
      const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      done(fits.length, fits.length < octets.length ? full : undefined);
    };
    if (this.misbehaves === 'stalled') this.#stalled = go;
    else setImmediate(go);
  }

  writeNow(octets: Buffer): void {
    this.text += octets.toString();
  }

  /** Ends the misbehaviour: the reader reads again. */
  goOn(): void {
    this.misbehaves = undefined;
    this.#stalled?.();
  }
}

let clock: VirtualClock;
let target: FakeTarget;
let queue: LogQueue;
beforeEach(() => {
  clock = new VirtualClock();
  target = new FakeTarget();
  queue = new LogQueue({ target, clock, sayDropped: (lines) => queue.write(`dropped ${lines}\n`) });
});

const KEPT_OCTETS = 1024 * 1024;
const line = (n: number): string => `line ${number(n)} ${'x'.repeat(88)}\n`;
const log = (from: number, to: number): void => {
  for (let n = from; n < to; n++) queue.write(line(n));
};
const number = (n: number): string => String(n).padStart(5, '0');
const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => number(from + n));
/** The numbers of the test's lines in the target, and all other lines in full. */
const told = (): string[] =>
  target.text
    .split('\n')
    .slice(0, -1)
    .map((each) => /^line (\d{5}) x{88}$/.exec(each)?.[1] ?? each);

test('log lines are written whole and in order, however many they are', async () => {
  for (let n = 0; n < 20_000; n += 1000) {
    log(n, n + 1000);
    await queue.flush(1000);
  }
  expect(told()).toEqual(numbers(0, 20_000));
  expect(queue.dropped).toBe(0);
});

test.each<Misbehaviour>(['full', 'stalled'])(
  'a log disk or reader that is %s costs bounded memory: further lines are dropped and counted, and the log says where',
  async (misbehaviour) => {
    target.misbehaves = misbehaviour;
    log(0, 20_000);
    await clock.advance(60_000);
    const kept = 20_000 - queue.dropped;
    expect(kept * line(0).length).toBeLessThanOrEqual(KEPT_OCTETS);
    expect(kept * line(0).length).toBeGreaterThan(KEPT_OCTETS * 0.95);

    target.goOn();
    await clock.advance(1000);
    await queue.flush(1000);
    log(20_000, 20_010);
    await queue.flush(1000);
    expect(told()).toEqual([...numbers(0, kept), `dropped ${20_000 - kept}`, ...numbers(20_000, 20_010)]);
    expect(queue.dropped).toBe(20_000 - kept);
  },
);

test('log lines that come after there is room again, but before the log reports the gap, are dropped too', async () => {
  target.misbehaves = 'full';
  log(0, 20_000);
  await clock.advance(1000);
  const kept = 20_000 - queue.dropped;
  target.room = KEPT_OCTETS / 4;
  for (let second = 0; second < 20; second++) await clock.advance(1000);
  log(20_000, 20_010);
  target.goOn();
  await clock.advance(1000);
  await queue.flush(1000);
  expect(told()).toEqual([...numbers(0, kept), `dropped ${20_010 - kept}`]);
});

test('a full log disk is tried again once a second, not for every line', async () => {
  target.misbehaves = 'full';
  for (let n = 0; n < 1000; n++) {
    log(n, n + 1);
    await clock.advance(10);
  }
  expect(target.writes).toBeLessThanOrEqual(12);
});

test('a log line that a full disk cut in two is completed once there is room', async () => {
  target.misbehaves = 'full';
  target.room = 150;
  log(0, 3);
  // The first line is written alone, the others together.
  await clock.advance(0);
  await clock.advance(0);
  expect(target.text.length).toBe(150);
  target.goOn();
  await clock.advance(1000);
  expect(told()).toEqual(['00000', '00001', '00002']);
});

test('the end of the process waits for a working log, one second for a stalled one, and not at all for a full disk', async () => {
  log(0, 3);
  await queue.flush(1000);
  expect(told()).toHaveLength(3);
  expect(clock.pending).toBe(0);

  target.misbehaves = 'stalled';
  log(3, 6);
  let flushed = false;
  const flush = queue.flush(1000).then(() => {
    flushed = true;
  });
  await clock.advance(999);
  expect(flushed).toBe(false);
  await clock.advance(1);
  await flush;

  const full = new FakeTarget();
  full.misbehaves = 'full';
  const other = new LogQueue({ target: full, clock, sayDropped: () => {} });
  other.write('x\n');
  await clock.advance(0);
  await other.flush(1000);
});

test('at the end of the process waiting log lines are written at once, except those already being written', async () => {
  target.misbehaves = 'stalled';
  log(0, 3);
  queue.flushNow();
  expect(told()).toEqual(['00001', '00002']);
  target.goOn();
  await clock.advance(0);
  expect(clock.pending).toBe(0);
});
