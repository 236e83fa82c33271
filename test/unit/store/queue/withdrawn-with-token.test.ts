import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoredToken } from '../../../../src/domain/access/token.ts';
import {
  claimedOf,
  claimRequest,
  freshLane,
  newMessage,
  requeued,
  T0,
} from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

const note = (action: string) => ({
  at: T0,
  actor: { id: 'x', name: 'x' },
  action,
  subject: 'token',
  detail: {},
});

const revokedToken = async (id: string): Promise<string> => {
  const token: StoredToken = {
    id,
    name: id,
    role: 'sender',
    user: undefined,
    secretHash: new Uint8Array(32),
    createdAt: T0,
    limits: {},
    expiresAt: undefined,
  };
  await disk.store.addToken(token, note('token.create'));
  await disk.store.removeToken(id, note('token.revoke'), true);
  return id;
};

const sweep = async (id: string) => {
  let withdrawn = 0;
  let commits = 0;
  let from: Parameters<typeof disk.store.withdrawOfToken>[1];
  do {
    const step = await disk.store.withdrawOfToken(id, from, T0, T0);
    withdrawn += step.ended.reduce((sum, { messages }) => sum + messages, 0);
    commits += 1;
    from = step.next;
  } while (from !== undefined);
  return { withdrawn, commits };
};

test('a queue of many others is looked through in bounded commits, and only the messages of the token are withdrawn', async () => {
  const owner = await revokedToken('token-a');
  const lane = freshLane();
  const others = Array.from({ length: 4500 }, () => newMessage({ lane, owner: 'another' }));
  const own = [newMessage({ lane, owner, priority: 'low' }), newMessage({ lane: freshLane(), owner })];
  await disk.store.enqueue([...others, ...own]);
  expect(await disk.store.queuedOfToken(owner)).toBe(2);
  const { withdrawn, commits } = await sweep(owner);
  expect(withdrawn).toBe(2);
  expect(commits).toBeGreaterThan(2);
  for (const { id } of own)
    expect(await disk.store.get(id)).toMatchObject({
      state: 'cancelled',
      reason: 'withdrawn, since its token was revoked',
    });
  const [first] = others;
  expect(first === undefined ? undefined : (await disk.store.get(first.id))?.state).toBe('queued');
  await sweep('another');
});

test('a message that a route had when its token was revoked is not sent again when it comes back', async () => {
  const owner = await revokedToken('token-b');
  const message = await claimedOf(disk.store, { owner });
  expect(await sweep(owner)).toMatchObject({ withdrawn: 0 });
  expect(await disk.store.underWayOfToken(owner)).toBe(1);
  await disk.store.settle([requeued(message)]);
  expect(await disk.store.get(message.id)).toMatchObject({ state: 'cancelled' });
  const { claimed } = await disk.store.claim(claimRequest(message.lane, { now: T0 + 60_000 }));
  expect(claimed).toEqual([]);
});

test('a message of a revoked token that may have arrived ends as uncertain, not as cancelled', async () => {
  const owner = await revokedToken('token-c');
  const message = await claimedOf(disk.store, { owner, onUncertain: 'resend' });
  await disk.store.settle([requeued(message, { possibleDuplicate: true })]);
  const ended = await disk.store.get(message.id);
  expect(ended?.state).toBe('uncertain');
  expect(ended?.reason).toContain('withdrawn, since its token was revoked');
});

test('a message that came while its token was revoked is withdrawn by the next look', async () => {
  const owner = await revokedToken('token-d');
  await sweep(owner);
  await disk.store.enqueue([newMessage({ owner })]);
  expect((await disk.store.unswept(10_000)).map(({ id }) => id)).toContain(owner);
  expect(await sweep(owner)).toMatchObject({ withdrawn: 1 });
});
