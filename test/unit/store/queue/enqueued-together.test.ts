import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBehind } from '../../../support/store/behind-the-store.ts';
import { claimRequest, freshLane, HOUR_MS, newMessage, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

const ofMany = (lane: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    newMessage({
      lane,
      from: `SENDER ${index}`,
      text: `Crue ${index}.`,
      priority: index % 7 === 6 ? 'low' : 'normal',
      encoding: index % 4 === 3 ? 'ucs2' : 'gsm7',
      flash: index % 2 === 0,
      createdAt: T0 + index,
      dueAt: T0 + 2 * index,
      validUntil: T0 + HOUR_MS + index,
      onUncertain: index % 4 === 0 ? 'resend' : 'hold',
      owner: `token-${index}`,
      parts: 1 + (index % 2),
      routes: index % 3 === 1 ? ['carrier-a', `carrier-${index}`] : undefined,
      ...(index % 3 === 0 && { reference: `ref ${index}` }),
      ...(index % 5 === 4 && { suppressed: 'has opted out' }),
    }),
  );

// One statement writes eight messages.
test.for([1, 7, 8, 9, 16, 21])(
  'of %i messages that are stored together, each is stored as it was given',
  async (count) => {
    const lane = freshLane();
    const messages = ofMany(lane, count);
    await disk.store.enqueue(messages);
    const kept = await Promise.all(messages.map(({ id }) => disk.store.get(id)));
    expect(kept).toMatchObject(
      messages.map(({ lane: _lane, onUncertain: _on, routes: _routes, suppressed, ...one }) => ({
        ...one,
        state: suppressed === undefined ? 'queued' : 'suppressed',
        reason: suppressed,
      })),
    );
    const later = { lane, maxParts: 100, now: T0 + 1000 };
    const { claimed } = await disk.store.claim(claimRequest(lane, later));
    const queued = messages.filter(
      ({ priority, suppressed }) => priority === 'normal' && suppressed === undefined,
    );
    expect(claimed.map(({ id, onUncertain }) => [id, onUncertain])).toEqual(
      queued.map(({ id, onUncertain }) => [id, onUncertain]),
    );
    using db = openBehind(disk.path);
    const routes = db.prepare<[number], string | null>(
      'SELECT only_routes FROM messages WHERE lane = ? ORDER BY id',
    );
    expect(routes.pluck().all(lane)).toEqual(
      messages.map((one) => (one.routes === undefined ? null : JSON.stringify(one.routes))),
    );
  },
);

test.for([3, 8, 12])(
  'if the one at index %i of messages that are stored together has the id of another, none of them is stored, and those of another call are',
  async (index) => {
    const [lane, other] = [freshLane(), freshLane()];
    const messages = Array.from({ length: 13 }, () => newMessage({ lane }));
    const first = messages[0] ?? newMessage();
    const calls = [
      disk.store.enqueue(messages.toSpliced(index, 1, { ...first, text: 'Crue.' })),
      disk.store.enqueue(ofMany(other, 9)),
    ];
    expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect((await disk.store.claim(claimRequest(lane, { maxParts: 100 }))).claimed).toEqual([]);
    expect((await disk.store.claim(claimRequest(other, { maxParts: 100 }))).claimed).not.toEqual([]);
  },
);
