import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Wave } from '../../../../src/domain/alerts/alert.ts';
import type { AlertStep, WaveChunk, WaveMessage } from '../../../../src/domain/alerts/alert-repository.ts';
import { author, draftOf } from '../../../support/alerts/alerts.ts';
import {
  claimRequest,
  ended,
  freshLane,
  newMessage,
  numberOf,
  requeued,
  T0,
} from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

const everything = {
  state: undefined,
  priority: undefined,
  to: undefined,
  reference: undefined,
  since: undefined,
  alert: undefined,
  owner: undefined,
};
const page = { limit: 1000, cursor: undefined };

const launched = async (): Promise<Wave> => {
  const draft = draftOf();
  const id = await disk.store.createAlert(draft, author, T0);
  const stepped = await disk.store.stepAlert({
    id,
    version: 1,
    state: 'sending',
    at: T0 + 1,
    actor: author,
    action: 'launch',
    detail: undefined,
    set: { launched: { hash: 'seen', key: undefined } },
    wave: {
      kind: 'first',
      target: 'audience',
      content: draft.content,
      values: draft.values,
      expected: 3,
      replaces: false,
      validUntil: T0 + 3_600_000,
    },
  });
  expect(stepped).toBe(true);
  const [wave] = await disk.store.waves(id);
  if (wave === undefined) throw new Error('the launch made no wave');
  return wave;
};

const lane = freshLane();
const person = (index: number, own: Partial<WaveMessage> = {}): WaveMessage => ({
  message: newMessage({ to: numberOf(index), lane }),
  contactId: undefined,
  language: 'fr',
  state: 'queued',
  reason: undefined,
  ...own,
});

const chunkOf = (wave: Wave, people: readonly WaveMessage[], own: Partial<WaveChunk> = {}): WaveChunk => ({
  alert: wave.alert,
  wave: wave.wave,
  version: 2,
  before: wave.cursor,
  after: people.at(-1)?.message.to ?? wave.cursor,
  state: { kind: 'storing', undecided: 0 },
  people,
  ...own,
});

const stopOf = ({ alert }: Wave): AlertStep => ({
  id: alert,
  version: 2,
  at: T0 + 2,
  actor: author,
  action: 'stop',
  detail: undefined,
  state: 'stopped',
  cut: 'the alert was stopped',
});
const STORED = { state: { kind: 'stored' } } as const;
const isOver = async ({ alert }: Wave): Promise<boolean> => {
  const [now] = await disk.store.waves(alert);
  return now?.state.kind === 'stopped' && now.state.left === 'nothing';
};

const messagesOf = async (alert: number) =>
  (await disk.store.list({ ...everything, alert }, page)).items.toReversed();

describe('an alert on disk', () => {
  test('keeps who took which step, and when', async () => {
    const { alert } = await launched();
    expect(await disk.store.getAlert(alert)).toMatchObject({
      version: 2,
      state: 'sending',
      created: { id: author.id, name: author.name, at: T0 },
      launched: { id: author.id, at: T0 + 1, hash: 'seen' },
    });
    expect(await disk.store.alertLog(alert)).toEqual([
      { at: T0, actor: author.id, actorName: author.name, action: 'create', detail: undefined },
      { at: T0 + 1, actor: author.id, actorName: author.name, action: 'launch', detail: undefined },
    ]);
  });

  test('takes no step that was decided on what it no longer is, and logs none', async () => {
    const { alert } = await launched();
    const late = { id: alert, version: 1, at: T0 + 2, actor: author, detail: undefined };
    expect(await disk.store.stepAlert({ ...late, state: 'rejected', action: 'reject' })).toBe(false);
    expect((await disk.store.getAlert(alert))?.state).toBe('sending');
    expect(await disk.store.alertLog(alert)).toHaveLength(2);
  });

  test('is listed by its state, newest first, page by page', async () => {
    const older = await disk.store.createAlert(draftOf({ title: 'older' }), author, T0);
    const newer = await disk.store.createAlert(draftOf({ title: 'newer' }), author, T0);
    const first = await disk.store.listAlerts('draft', { limit: 1, cursor: undefined });
    expect(first.items.map(({ id }) => id)).toEqual([newer]);
    const second = await disk.store.listAlerts('draft', { limit: 1, cursor: first.next });
    expect(second.items.map(({ id }) => id)).toEqual([older]);
    expect((await disk.store.alertsIn(['draft'])).map(({ id }) => id)).toEqual([older, newer]);
  });
});

describe('the messages of a wave', () => {
  test('are stored with their people and the place to go on from', async () => {
    const wave = await launched();
    const people = [person(1), person(2), person(3, { state: 'suppressed', reason: 'has opted out' })];
    const stored = await disk.store.storeChunk(chunkOf(wave, people));
    expect(stored).toEqual({
      kind: 'stored',
      queued: [{ lane, priority: 'normal', messages: 2 }],
      ended: [],
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

  test('are stored once when the same chunk comes twice', async () => {
    const wave = await launched();
    await disk.store.storeChunk(chunkOf(wave, [person(1), person(2)]));
    const again = chunkOf(wave, [person(1), person(2)]);
    expect(await disk.store.storeChunk(again)).toEqual({ kind: 'stale' });
    expect(await messagesOf(wave.alert)).toHaveLength(2);
  });

  test('leave nobody with two, even from another place in the wave', async () => {
    const wave = await launched();
    await disk.store.storeChunk(chunkOf(wave, [person(1), person(2)]));
    const [now = wave] = await disk.store.waves(wave.alert);
    const overlapping = chunkOf(now, [person(2), person(3)]);
    expect(await disk.store.storeChunk(overlapping)).toMatchObject({ queued: [{ messages: 1 }] });
    expect((await messagesOf(wave.alert)).map(({ to }) => to)).toEqual([1, 2, 3].map(numberOf));
  });

  test('are not stored once the alert has changed, such as by a stop', async () => {
    const wave = await launched();
    await disk.store.stepAlert(stopOf(wave));
    expect(await disk.store.storeChunk(chunkOf(wave, [person(1)]))).toEqual({ kind: 'stale' });
    expect(await messagesOf(wave.alert)).toEqual([]);
    expect(await disk.store.waves(wave.alert)).toMatchObject([
      { state: { kind: 'stopped', reason: 'the alert was stopped', left: 'people' } },
    ]);
  });

  test('are withdrawn while they are queued, and only they', async () => {
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
      { wave: 1, state: 'queued', route: undefined, messages: 2, parts: 2, possibleDuplicates: 0 },
    ]);
    const last = await disk.store.endOfRange(wave.alert, end ?? 0, 2);
    expect(await disk.store.countRange(wave.alert, end ?? 0, last ?? 0)).toMatchObject([
      { state: 'suppressed', messages: 1 },
    ]);
    expect(await disk.store.endOfRange(wave.alert, last ?? 0, 2)).toBeUndefined();
  });
});

describe('the people of the waves before', () => {
  test('come by number with all that became of them, without those who are in the wave already', async () => {
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

  test('are open waves until they are done, and until what was stopped is swept', async () => {
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

  test('are swept only when no route has a message of them, which may come back into the queue', async () => {
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

  test('take back a message that was in doubt at the stop, and that its route says afterwards it never took', async () => {
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
