import { afterAll, beforeAll, expect, test } from 'vitest';
import { claimRequest, freshLane, newMessage } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

// One statement writes eight messages.
test.for([1, 7, 8, 9, 16, 21])(
  'of %i messages that are stored together, each is stored as it was given',
  async (count) => {
    const lane = freshLane();
    const messages = Array.from({ length: count }, (_, index) =>
      newMessage({
        lane,
        text: `Crue ${index}.`,
        flash: index % 2 === 0,
        onUncertain: index % 4 === 0 ? 'resend' : 'hold',
        ...(index % 3 === 0 && { reference: `ref ${index}` }),
        ...(index % 5 === 4 && { suppressed: 'has opted out' }),
      }),
    );
    await disk.store.enqueue(messages);
    const kept = await Promise.all(messages.map(({ id }) => disk.store.get(id)));
    expect(kept).toMatchObject(
      messages.map(({ id, to, from, text, flash, reference, owner, suppressed }) => ({
        ...{ id, to, from, text, flash, reference, owner },
        state: suppressed === undefined ? 'queued' : 'suppressed',
        reason: suppressed,
      })),
    );
    const { claimed } = await disk.store.claim(claimRequest(lane, { maxParts: 100 }));
    const queued = messages.filter(({ suppressed }) => suppressed === undefined);
    expect(claimed.map(({ id, text, onUncertain }) => [id, text, onUncertain])).toEqual(
      queued.map(({ id, text, onUncertain }) => [id, text, onUncertain]),
    );
  },
);

test('of messages that are stored together, none is stored if one has the id of another', async () => {
  const lane = freshLane();
  const messages = Array.from({ length: 12 }, () => newMessage({ lane }));
  const [first] = messages;
  const again = newMessage({ lane, ...(first !== undefined && { id: first.id }) });
  await expect(disk.store.enqueue([...messages, again])).rejects.toMatchObject({ code: 'storeCorrupt' });
  expect((await disk.store.claim(claimRequest(lane, { maxParts: 100 }))).claimed).toEqual([]);
});
