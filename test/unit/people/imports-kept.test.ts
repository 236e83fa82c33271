import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ImportOptions } from '../../../src/domain/people/import-job.ts';
import { Imports } from '../../../src/people/import/imports.ts';
import { quietLog } from '../../support/log/suite-log.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

const DAY_MS = 86_400_000;

let disk: StoreOnDisk;
let imports: Imports;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
  const { store, clock } = disk;
  imports = new Imports({
    repository: store.imports,
    lists: store.lists,
    normalise: () => undefined,
    whyNoSms: () => undefined,
    country: undefined,
    clock,
    log: quietLog,
  });
});
afterEach(async () => {
  await imports.stop();
  await disk.remove();
});

const options: ImportOptions = {
  dryRun: true,
  list: undefined,
  consent: 'unknown',
  consentSource: undefined,
  delimiter: undefined,
  columns: {},
  others: 'attributes',
};

/** An import that a dry run has checked now. */
const checked = async (): Promise<number> => {
  const { store, clock } = disk;
  const id = await store.imports.createImport(options, clock.now());
  await store.imports.keepChunk(id, 0, Buffer.from('number\n'));
  await store.imports.moveImport(id, ['receiving'], 'checked', { nowMs: clock.now() });
  return id;
};
const isKept = async (id: number) => (await disk.store.imports.readChunk(id, 0)) !== undefined;

test('a file that was only checked is deleted a day later, though nobody sends another file or restarts the gateway', async () => {
  await imports.start();
  const id = await checked();
  await disk.clock.advance(DAY_MS - 1);
  expect(await isKept(id)).toBe(true);
  // The next look begins once the one before has got its answer from the store's thread.
  const anHourLater = async () => {
    await disk.clock.advance(3_600_000);
    return isKept(id);
  };
  await expect.poll(anHourLater).toBe(false);
  expect(await disk.store.imports.getImport(id)).toMatchObject({ state: 'failed' });
});

test('a file that was checked more than a day ago cannot be run any more', async () => {
  const id = await checked();
  await disk.clock.advance(DAY_MS + 1);
  expect(await imports.run(id)).toBe('notChecked');
  expect(await isKept(id)).toBe(false);
});
