import { describe, expect, test } from 'vitest';
import type { Wave } from '../../../../src/domain/alerts/alert.ts';
import { author } from '../../../support/alerts/alerts.ts';
import {
  claimRequest,
  ended,
  freshLane,
  newMessage,
  numberOf,
  requeued,
  T0,
} from '../../../support/store/messages.ts';
import { chunkOf, lane, person, sharedStoreWithWaves, stopOf } from '../../../support/store/wave-rig.ts';

const { disk, launched, messagesOf } = sharedStoreWithWaves();

const STORED = { state: { kind: 'stored' } } as const;

const isOver = async ({ alert }: Wave): Promise<boolean> => {
  const [now] = await disk.store.waves(alert);
  return now?.state.kind === 'stopped' && now.state.left === 'nothing';
};

describe('the messages of a wave', () => {
  test('are stored in one commit with the recipients and the cursor of the wave', async () => {
    const wave = await launched();
    const people = [person(1), person(2), person(3, { state: 'suppressed', reason: 'has opted out' })];
    const stored = await disk.store.storeChunk(chunkOf(wave, people));
    expect(stored).toEqual({
      kind: 'stored',
      queued: [{ lane, priority: 'normal', messages: 2 }],
      ended: [],
      freed: [],
    });
    const messages = await messagesOf(wave.alert);
    expect(messages.map(({ to, state, reason }) => ({ to, state, reason }))).toEqual([
      { to: numberOf(1), state: 'queued', reason: undefined },
      { to: numberOf(2), state: 'queued', reason: undefined },
      { to: numberOf(3), state: 'suppressed', reason: 'has opted out' },
    ]);
    expect(messages[2]?.finalAt).toBeDefined();
    expect(messages[0]?.alert).toEqual({ id: wave.alert, wave: 1 });
    expect(await disk.store.waves(wave.alert)).toMatchObject([{ cursor: numberOf(3), recipients: 3 }]);
    const suppressed = people[2]?.message.id;
    expect(suppressed && (await disk.store.timeline(suppressed))).toMatchObject([
      { from: undefined, to: 'suppressed', reason: 'has opted out' },
    ]);
  });

  test('are stored once when the same chunk of recipients comes twice', async () => {
    const wave = await launched();
    await disk.store.storeChunk(chunkOf(wave, [person(1), person(2)]));
    const again = chunkOf(wave, [person(1), person(2)]);
    expect(await disk.store.storeChunk(again)).toEqual({ kind: 'stale' });
    expect(await messagesOf(wave.alert)).toHaveLength(2);
  });

  test('give nobody two messages, even when two chunks of the wave overlap', async () => {
    const wave = await launched();
    await disk.store.storeChunk(chunkOf(wave, [person(1), person(2)]));
    const [now = wave] = await disk.store.waves(wave.alert);
    const overlapping = chunkOf(now, [person(2), person(3)]);
    expect(await disk.store.storeChunk(overlapping)).toMatchObject({ queued: [{ messages: 1 }] });
    expect((await messagesOf(wave.alert)).map(({ to }) => to)).toEqual([1, 2, 3].map(numberOf));
  });

  test('are not stored once the alert has changed, for example by a stop', async () => {
    const wave = await launched();
    await disk.store.stepAlert(stopOf(wave));
    expect(await disk.store.storeChunk(chunkOf(wave, [person(1)]))).toEqual({ kind: 'stale' });
    expect(await messagesOf(wave.alert)).toEqual([]);
    expect(await disk.store.waves(wave.alert)).toMatchObject([
      { state: { kind: 'stopped', reason: 'the alert was stopped', left: 'people' } },
    ]);
  });

  test('are cancelled by a withdrawal while they are queued, and messages of other alerts are not', async () => {
    const wave = await launched();
    const other = await launched();
    await disk.store.storeChunk(chunkOf(wave, [person(1), person(2)]));
    await disk.store.storeChunk(chunkOf(other, [person(3)]));
    await disk.store.claim({ lane, priority: 'normal', route: 'carrier-a', maxParts: 1, now: T0 + 1 });
    const claimed = (await messagesOf(wave.alert)).filter(({ state }) => state === 'sending').length;
    const withdrawn = await disk.store.withdraw(wave, [lane], 'the alert was stopped', T0 + 2);
    expect(withdrawn).toEqual({
      ended: [{ lane, priority: 'normal', messages: 2 - claimed }],
      more: false,
    });
    const states = (await messagesOf(wave.alert)).map(({ state, reason }) => ({ state, reason }));
    expect(states).toContainEqual({ state: 'cancelled', reason: 'the alert was stopped' });
    expect((await messagesOf(other.alert)).map(({ state }) => state)).not.toContain('cancelled');
  });

  test('are counted by state, route and wave', async () => {
    const wave = await launched();
    await disk.store.storeChunk(
      chunkOf(wave, [person(1), person(2), person(3, { state: 'suppressed', reason: 'has opted out' })]),
    );
    const end = await disk.store.endOfRange(wave.alert, 0, 2);
    expect(end).toBe((await messagesOf(wave.alert))[1]?.id);
    expect(await disk.store.countRange(wave.alert, 0, end ?? 0)).toEqual([
      {
        wave: 1,
        state: 'queued',
        route: undefined,
        messages: 2,
        parts: 2,
        possibleDuplicates: 0,
        short: 0,
        lastAt: undefined,
      },
    ]);
    expect(await disk.store.isUntouched(wave.alert, 0, end ?? 0)).toBe(true);
    const last = await disk.store.endOfRange(wave.alert, end ?? 0, 2);
    expect(await disk.store.isUntouched(wave.alert, 0, last ?? 0)).toBe(false);
    expect(await disk.store.countRange(wave.alert, end ?? 0, last ?? 0)).toMatchObject([
      { state: 'suppressed', messages: 1 },
    ]);
    expect(await disk.store.endOfRange(wave.alert, last ?? 0, 2)).toBeUndefined();
  });
});

describe('a wave of an alert', () => {
  test('that is an update reads the people of earlier waves by number, with their message’s state, without people who already have the update', async () => {
    const wave = await launched();
    await disk.store.storeChunk(chunkOf(wave, [person(1), person(2), person(4)], STORED));
    const follow = { id: wave.alert, version: 2, at: T0 + 2, actor: author, detail: undefined };
    const { content, values } = wave;
    await disk.store.stepAlert({
      ...follow,
      state: 'sending',
      action: 'update',
      wave: {
        kind: 'update',
        target: 'reached',
        content,
        values,
        replaces: true,
        expected: 3,
        validUntil: T0 + 9,
      },
    });
    const second = (await disk.store.waves(wave.alert))[1];
    if (second === undefined) throw new Error('there is no second wave');
    const rows = await disk.store.peopleBefore(second, '', 100);
    expect(rows.map(({ number, wave: of, state }) => ({ number, of, state }))).toEqual(
      [1, 2, 4].map((index) => ({ number: numberOf(index), of: 1, state: 'queued' })),
    );
    await disk.store.storeChunk({ ...chunkOf(second, [person(2)]), version: 3 });
    expect((await disk.store.peopleBefore(second, '', 100)).map(({ number }) => number)).toEqual(
      [1, 4].map(numberOf),
    );
    expect((await disk.store.peopleBefore(second, numberOf(1), 100)).map(({ number }) => number)).toEqual([
      numberOf(4),
    ]);
  });

  test('is open until all its people have a message and, after a stop, until its queued messages are withdrawn', async () => {
    const wave = await launched();
    const isOpen = async () => (await disk.store.openWaves()).some(({ alert }) => alert === wave.alert);
    expect(await isOpen()).toBe(true);
    await disk.store.storeChunk(chunkOf(wave, [person(1)], STORED));
    expect(await isOpen()).toBe(false);
    await disk.store.stepAlert(stopOf(wave));
    expect(await isOpen()).toBe(true);
    await disk.store.withdraw(wave, [lane], 'the alert was stopped', T0 + 3);
    expect(await isOpen()).toBe(false);
  });

  test('that is stopped is open while a route has one of its messages, since that message may be put back into the queue', async () => {
    const wave = await launched();
    const own = freshLane();
    const one = { ...person(1), message: newMessage({ to: numberOf(1), lane: own }) };
    await disk.store.storeChunk(chunkOf(wave, [one], STORED));
    const { claimed } = await disk.store.claim(claimRequest(own));
    await disk.store.stepAlert(stopOf(wave));
    const isSwept = async () => {
      await disk.store.withdraw(wave, [own], 'the alert was stopped', T0 + 3);
      return isOver(wave);
    };
    expect(await isSwept()).toBe(false);
    await disk.store.settle(claimed.map((back) => requeued(back)));
    expect(await isSwept()).toBe(true);
    expect((await messagesOf(wave.alert)).map(({ state }) => state)).toEqual(['cancelled']);
  });

  test('that is stopped cancels a message that was uncertain at the stop, when its route says afterwards that it was not taken', async () => {
    const wave = await launched();
    const own = freshLane();
    const one = { ...person(1), message: newMessage({ to: numberOf(1), lane: own }) };
    await disk.store.storeChunk(chunkOf(wave, [one], STORED));
    const { claimed } = await disk.store.claim(claimRequest(own));
    await disk.store.settle(claimed.map((late) => ended(late, 'uncertain')));
    await disk.store.stepAlert(stopOf(wave));
    await disk.store.withdraw(wave, [own], 'the alert was stopped', T0 + 3);
    expect(await isOver(wave)).toBe(true);
    await disk.store.settle(claimed.map((back) => requeued(back, { at: T0 + 4 })));
    expect(await messagesOf(wave.alert)).toMatchObject([
      { state: 'cancelled', reason: 'the alert was stopped' },
    ]);
  });
});
