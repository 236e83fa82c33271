import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config/schema.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { DiskReserve } from '../ops/disk-reserve.ts';
import type { Metrics } from '../ops/metrics.ts';
import { realFile } from '../store/sqlite/files/real-file.ts';
import type { Machine } from './machine.ts';

/**
 * Makes the reserve of free space on the store's disk. Resolves after the first measurement. There is none for a store
 * on PostgreSQL, whose disk the gateway can't see: it is never reached, and the free space is not known.
 */
export const openDiskReserve = async (
  { store, intake }: Config,
  machine: Pick<Machine, 'freeBytes'>,
  metrics: Metrics,
  clock: Clock,
  log: Log,
): Promise<DiskReserve> => {
  const folder = store.sqlite === undefined ? undefined : dirname(realFile(store.sqlite));
  const reserve = new DiskReserve({
    freeBytes: () => machine.freeBytes(folder ?? '.'),
    reserveBytes: folder === undefined ? 0 : intake.diskReserve,
    clock,
    log,
  });
  metrics.gauge('disk_free_bytes', 'Free bytes of the disk that the store is on; -1: not known.', () =>
    reserve.freeBytes === undefined ? -1 : reserve.freeBytes,
  );
  metrics.gauge(
    'disk_reserve_reached',
    '1 while nothing new is accepted, since the disk is nearly full.',
    () => (reserve.reason() === undefined ? 0 : 1),
  );
  if (folder !== undefined) await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
  await reserve.start();
  return reserve;
};
