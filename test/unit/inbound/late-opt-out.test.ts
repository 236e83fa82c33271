import { expect, test } from 'vitest';
import type { Msisdn } from '../../../src/domain/messages/msisdn.ts';
import { author, draftOf } from '../../support/alerts/alerts.ts';
import {
  claimRequest,
  ended,
  freshLane,
  newMessage,
  numberOf,
  requeued,
  T0,
} from '../../support/store/messages.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

/** Launches an alert to these numbers; its first wave has no messages yet. */
const launched = async (store: StoreOnDisk['store'], numbers: readonly Msisdn[]) => {
  const draft = draftOf({ audience: { include: [{ numbers }] } });
  const alert = await store.createAlert(draft, author, T0);
  const { content, values } = draft;
  await store.stepAlert({
    id: alert,
    version: 1,
    state: 'sending',
    at: T0,
    actor: author,
    action: 'launch',
    detail: undefined,
    wave: {
      kind: 'first',
      target: 'audience',
      content,
      values,
      expected: numbers.length,
      replaces: false,
      validUntil: T0 + 3_600_000,
    },
  });
  return alert;
};

const open = async () => {
  const opened = await StoreOnDisk.open();
  return { store: opened.store, [Symbol.asyncDispose]: () => opened.remove() };
};
const stopOf = (number: Msisdn) => ({ number, listId: 0, source: 'sms', evidence: 'STOP', at: T0 }) as const;
const personOf = (to: Msisdn, lane = 1) => ({
  message: newMessage({ to, lane }),
  contactId: undefined,
  language: 'fr',
  state: 'queued' as const,
  reason: undefined,
  short: false,
});
const chunkOf = (alert: number, people: readonly ReturnType<typeof personOf>[]) => {
  const after = people.at(-1)?.message.to ?? '';
  return {
    alert,
    wave: 1,
    version: 2,
    before: '',
    after,
    state: { kind: 'stored' } as const,
    people,
    short: false,
  };
};

test('a person who opts out between the reading of an audience and the storing of its messages gets no message', async () => {
  await using disk = await open();
  const { store } = disk;
  const [opted, stays] = [numberOf(1), numberOf(2)];
  const alert = await launched(store, [opted, stays]);
  await store.optOut(stopOf(opted));
  const people = [personOf(opted), personOf(stays)];
  expect(await store.storeChunk(chunkOf(alert, people))).toMatchObject({
    kind: 'stored',
    queued: [{ messages: 1 }],
  });
  const states = await Promise.all(people.map(({ message }) => store.get(message.id)));
  expect(states).toMatchObject([
    { state: 'suppressed', reason: 'has opted out' },
    { state: 'queued', reason: undefined },
  ]);
});

test.each([
  ['high', 'suppressed'],
  ['critical', 'queued'],
] as const)(
  'a person whose STOP waits for review gets no message of a %s alert: %s',
  async (priority, state) => {
    const disk = await StoreOnDisk.open();
    const person = personOf(numberOf(1));
    const alert = await launched(disk.store, [person.message.to]);
    disk.changeDrafts({ priority });
    disk.fill(`INSERT INTO held_opt_outs (at, route, number, lists, evidence, inbox_id, state)
             VALUES (${T0}, 'a', '${person.message.to}', '[0]', 'STOP', 1, 'held')`);
    await disk.store.storeChunk(chunkOf(alert, [person]));
    expect(await disk.store.get(person.message.id)).toMatchObject({ state });
    await disk.remove();
  },
);

test.each(['sending', 'uncertain'] as const)(
  'a person who opts out while a message to them is %s does not get this message if the route never took it',
  async (state) => {
    await using disk = await open();
    const { store } = disk;
    const lane = freshLane();
    const person = personOf(numberOf(1), lane);
    const alert = await launched(store, [person.message.to]);
    await store.storeChunk(chunkOf(alert, [person]));
    const { claimed } = await store.claim(claimRequest(lane));
    if (state === 'uncertain') await store.settle(claimed.map((one) => ended(one, 'uncertain')));
    await store.optOut(stopOf(person.message.to));
    expect(await store.get(person.message.id)).toMatchObject({ state });
    await store.settle(claimed.map((one) => requeued(one)));
    expect(await store.get(person.message.id)).toMatchObject({ reason: 'the recipient has opted out' });
    expect(await store.claim(claimRequest(lane, { now: T0 + 60_000 }))).toMatchObject({ claimed: [] });
  },
);

test('a person who opts out while only a part of a long message is with a carrier is told of as uncertain, with the parts that are missing', async () => {
  await using disk = await open();
  const { store } = disk;
  const lane = freshLane();
  const person = personOf(numberOf(1), lane);
  const alert = await launched(store, [person.message.to]);
  await store.storeChunk(chunkOf(alert, [person]));
  const { claimed } = await store.claim(claimRequest(lane));
  await store.settle(claimed.map((one) => requeued(one, { rest: { parts: [1, 3], since: T0 } })));
  await store.optOut(stopOf(person.message.to));
  expect(await store.get(person.message.id)).toMatchObject({
    state: 'uncertain',
    reason: 'the recipient has opted out; its route has not taken parts 1, 3, and was given the others',
  });
});
