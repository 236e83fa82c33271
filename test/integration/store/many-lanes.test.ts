import { expect, onTestFinished, test } from 'vitest';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

test('the messages of more lanes than SQLite takes variables are read', async () => {
  const disk = await StoreOnDisk.open();
  onTestFinished(() => disk.remove());
  const lanes = Array.from({ length: 40_000 }, (_, lane) => lane + 1);
  expect(await disk.store.unsentIn(lanes, 0, 10)).toEqual([]);
});
