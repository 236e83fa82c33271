import { describe, expect, test } from 'vitest';
import { DiskReserve } from '../../../src/ops/disk-reserve.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const MB = 1e6;

const reserveOf = async (reserveBytes: number, freeMb: number | Error) => {
  const clock = new VirtualClock();
  const log = recordingLog();
  const disk: { free: number | Error } = { free: freeMb };
  const reserve = new DiskReserve({
    freeBytes: async () => {
      if (disk.free instanceof Error) throw disk.free;
      return disk.free * MB;
    },
    reserveBytes,
    clock,
    log,
  });
  await reserve.start();
  return { reserve, clock, log, disk };
};

describe('the disk reserve', () => {
  test('stops the intake when less than the reserve is free, and opens it when a tenth more is free, with one log line for each', async () => {
    const { reserve, clock, log, disk } = await reserveOf(200 * MB, 500);
    expect(reserve.reason()).toBeUndefined();
    disk.free = 199;
    await clock.advance(5000);
    expect(reserve.reason()).toMatch(/^less than 200 MB of the disk are free/);
    disk.free = 210;
    await clock.advance(5000);
    expect(reserve.reason()).toBeDefined();
    disk.free = 221;
    await clock.advance(1000);
    expect(reserve.reason()).toBeUndefined();
    expect(log.lines.map(({ level, message }) => [level, message])).toEqual([
      ['error', 'the disk is full up to its reserve: nothing new is accepted'],
      ['info', 'the disk has room again'],
    ]);
    reserve.stop();
    expect(clock.pending).toBe(0);
  });

  test('is measured before any message is accepted', async () => {
    const { reserve } = await reserveOf(200 * MB, 100);
    expect(reserve.reason()).toBeDefined();
    reserve.stop();
  });

  test('of 0 bytes is never reached, and nothing is measured', async () => {
    const { reserve, clock } = await reserveOf(0, 0);
    expect(reserve.reason()).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  test('does not stop the intake if the free space cannot be measured, which is logged once', async () => {
    const { reserve, clock, log, disk } = await reserveOf(200 * MB, 100);
    disk.free = new Error('ENOSYS');
    await clock.advance(10_000);
    expect(reserve.reason()).toBeUndefined();
    expect(reserve.freeBytes).toBeUndefined();
    expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    reserve.stop();
  });
});
