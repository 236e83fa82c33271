import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDiskReserve } from '../../../src/compose/disk-reserve.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { Metrics } from '../../../src/ops/metrics.ts';
import { openToOthers } from '../../../src/store/sqlite/files/file-modes.ts';
import { lockStore } from '../../../src/store/sqlite/lock.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** A store on another disk, and the link to it that the configuration names. */
const linkedStore = (): { readonly disk: string; readonly file: string; readonly path: string } => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tocsin-linked-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const disk = join(folder, 'disk');
  mkdirSync(disk, { mode: 0o700 });
  const [file, path] = [join(disk, 'store.db'), join(folder, 'tocsin.db')];
  writeFileSync(file, '', { mode: 0o600 });
  symlinkSync(file, path);
  return { disk, file, path };
};

test('the reserve is of the disk that the store is on, also where the configuration names a link to the store', async () => {
  const { disk, path } = linkedStore();
  const measured: string[] = [];
  const freeBytes = async (folder: string) => {
    measured.push(folder);
    return 1e9;
  };
  const config = configSchema.parse({ store: { sqlite: path }, routes: [] });
  const reserve = await openDiskReserve(
    config,
    { freeBytes },
    new Metrics(),
    new VirtualClock(),
    recordingLog(),
  );
  reserve.stop();
  expect(measured).toEqual([disk]);
});

test('others are kept from the files beside the store, also where the configuration names a link to it', () => {
  const { file, path } = linkedStore();
  writeFileSync(`${file}-wal`, '', { mode: 0o644 });
  expect(openToOthers(path)).toEqual([expect.stringContaining(`${file}-wal (mode 0644)`)]);
});

test('a second gateway finds the lock of the first, also where the configuration names a link to a store that is made first', () => {
  const { file, path } = linkedStore();
  rmSync(file);
  using _first = lockStore(path);
  writeFileSync(file, '', { mode: 0o600 });
  expect(() => lockStore(path)).toThrow('another gateway');
});
