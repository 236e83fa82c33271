import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import { MAYBE_SENT } from '../../../../src/store/rules/restore/restored.ts';
import { sqliteDescribe, sqliteTest } from '../../../support/store/about-sqlite.ts';
import {
  accepted,
  claimedOf,
  claimRequest,
  ended,
  freshLane,
  HOUR_MS,
  newMessage,
  T0,
} from '../../../support/store/messages.ts';
import { holdUnsent, releaseHeld } from '../../../support/store/restoring.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const NOTE = {
  at: T0 + 60_000,
  actor: { id: 'cli', name: 'the command line' },
  action: 'backup.restore',
  subject: 'store',
  detail: {},
};
const LATER = T0 + 120_000;

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const stateOf = async (id: MessageId) => (await disk.store.get(id))?.state;
const queue = async (own: Parameters<typeof newMessage>[0] = {}) => {
  const message = newMessage({ lane: freshLane(), ...own });
  await disk.store.enqueue([message]);
  return message;
};

/** Stores a message and hands it to a route that accepts it. */
const sent = async () => {
  const claimed = await claimedOf(disk.store);
  await disk.store.settle([accepted(claimed, `ref-${claimed.id}`)]);
  return claimed.id;
};

sqliteDescribe('a message of a restored backup', () => {
  test('that was queued or being sent is uncertain, since it may have been sent after the backup', async () => {
    const { id: queued } = await queue();
    const { id: sending } = await claimedOf(disk.store, { onUncertain: 'resend' });
    expect(holdUnsent(disk.path, NOTE)).toEqual({ held: 2, later: 0 });
    for (const id of [queued, sending])
      expect(await disk.store.get(id)).toMatchObject({ state: 'uncertain', reason: MAYBE_SENT });
    const [last] = (await disk.store.timeline(queued)).toReversed();
    expect(last).toMatchObject({ at: NOTE.at, from: 'queued', to: 'uncertain', reason: MAYBE_SENT });
    expect(await disk.store.counts()).toEqual([]);
    expect(await disk.store.interrupted()).toEqual([]);
  });

  test('that the backup knew as sent stays as it is, also when all that is held is released', async () => {
    const id = await sent();
    const { id: late } = await queue();
    holdUnsent(disk.path, NOTE);
    expect(releaseHeld(disk.path, { ...NOTE, at: LATER })).toBe(1);
    expect(await stateOf(id)).toBe('sent');
    expect(await stateOf(late)).toBe('queued');
  });

  test('that is due later than now stays queued: it was not sent before its time', async () => {
    const { id } = await queue({ dueAt: T0 + HOUR_MS / 2 });
    expect(holdUnsent(disk.path, NOTE)).toEqual({ held: 0, later: 1 });
    expect(await stateOf(id)).toBe('queued');
  });

  test('that is due later only by the clock of the backup, which was ahead, is uncertain', async () => {
    const ahead = NOTE.at + 30_000;
    const { id } = await queue({ createdAt: ahead, dueAt: ahead });
    const { id: planned } = await queue({ createdAt: ahead, dueAt: ahead + 1 });
    expect(holdUnsent(disk.path, NOTE)).toEqual({ held: 1, later: 1 });
    expect(await stateOf(id)).toBe('uncertain');
    expect(await stateOf(planned)).toBe('queued');
  });

  test('whose validity ended since is uncertain, and not expired, which says that nothing went out', async () => {
    const { id } = await queue({ validUntil: NOTE.at - 1 });
    holdUnsent(disk.path, NOTE);
    expect(await stateOf(id)).toBe('uncertain');
    expect(releaseHeld(disk.path, { ...NOTE, at: LATER })).toBe(0);
  });

  test('is sent once it is released, and is marked as a possible duplicate', async () => {
    const message = await queue();
    holdUnsent(disk.path, NOTE);
    releaseHeld(disk.path, { ...NOTE, at: LATER });
    expect(await disk.store.get(message.id)).toMatchObject({
      state: 'queued',
      possibleDuplicate: true,
      finalAt: undefined,
    });
    await disk.reopen();
    const { claimed } = await disk.store.claim(claimRequest(message.lane, { now: LATER + 1 }));
    expect(claimed.map(({ id }) => id)).toEqual([message.id]);
  });

  test('that is refused after its release is uncertain, not failed: it may have arrived before', async () => {
    const message = await queue();
    holdUnsent(disk.path, NOTE);
    releaseHeld(disk.path, { ...NOTE, at: LATER });
    await disk.reopen();
    const { claimed } = await disk.store.claim(claimRequest(message.lane, { now: LATER + 1 }));
    const [only] = claimed;
    if (only === undefined) throw new Error('it was not claimed');
    await disk.store.settle([ended(only, 'failed')]);
    expect(await stateOf(message.id)).toBe('uncertain');
  });

  test('is released once: a second release finds nothing', async () => {
    await queue();
    holdUnsent(disk.path, NOTE);
    expect(releaseHeld(disk.path, { ...NOTE, at: LATER })).toBe(1);
    expect(releaseHeld(disk.path, { ...NOTE, at: LATER + 1 })).toBe(0);
  });

  test('that was uncertain before the backup is not released: its sender asked for that', async () => {
    const claimed = await claimedOf(disk.store);
    await disk.store.settle([ended(claimed, 'uncertain')]);
    holdUnsent(disk.path, NOTE);
    expect(releaseHeld(disk.path, { ...NOTE, at: LATER })).toBe(0);
  });
});

sqliteTest(
  'a restore and a release have their lines in the audit log, with how many messages they changed',
  async () => {
    await queue();
    holdUnsent(disk.path, NOTE);
    releaseHeld(disk.path, { ...NOTE, action: 'backup.release', at: LATER });
    const filter = { actor: undefined, action: 'backup', subject: undefined, since: undefined };
    const { items } = await disk.store.audit(filter, { limit: 10, cursor: undefined });
    expect(items.map(({ action, detail }) => [action, detail])).toEqual([
      ['backup.release', { messages: 1 }],
      ['backup.restore', { held: 1, later: 0 }],
    ]);
  },
);
