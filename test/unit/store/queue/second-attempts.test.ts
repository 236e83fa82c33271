import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Claimed, Settlement } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  claimRequest,
  ended,
  keyOf,
  negative,
  numberOf,
  receipt,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

/** A message whose first attempt was never answered, and which waits for its second. */
const resendable = async () => {
  const first = await claimedOf(disk.store, { onUncertain: 'resend' });
  await disk.store.settle([unanswered(first), requeued(first, { possibleDuplicate: true })]);
  return first;
};

const claimAgain = async ({ lane }: { lane: number }) => {
  const { claimed } = await disk.store.claim(claimRequest(lane, { now: T0 + 10_000 }));
  const [second] = claimed;
  if (second === undefined) throw new Error('there is nothing to claim');
  return second;
};

const look = async ({ id }: Awaited<ReturnType<typeof resendable>>) => disk.store.get(id);

test('a second attempt that is refused leaves the message uncertain, not failed: the first attempt may have arrived', async () => {
  const first = await resendable();
  await disk.store.settle([ended(await claimAgain(first), 'failed')]);
  const message = await look(first);
  expect(message?.state).toBe('uncertain');
  expect(message?.reason).toBe('it is failed; an earlier attempt may have arrived, whole or in part');

  await disk.store.settle([acceptedLate(first, 'refused-then-arrived')]);
  await disk.store.record([receipt('refused-then-arrived')], T0 + 30_000);
  expect((await look(first))?.state).toBe('delivered');
});

/** A late answer of the carrier: it did not take the part. */
const refusedLate = (claimed: Claimed): Settlement => ({
  kind: 'noted',
  key: keyOf(claimed),
  route: 'carrier-a',
  at: T0 + 20_000,
  reason: 'late answer: refused',
  evidence: undefined,
});

test('a message of which every attempt was refused has failed, also if the first attempt was refused last', async () => {
  const first = await resendable();
  await disk.store.settle([ended(await claimAgain(first), 'failed')]);
  await disk.store.settle([refusedLate(first)]);
  expect(await look(first)).toMatchObject({
    state: 'failed',
    reason: 'it is failed',
    possibleDuplicate: false,
  });
});

test('a message of which every attempt was refused has failed, if the first was refused while a route had the second', async () => {
  const first = await resendable();
  const second = await claimAgain(first);
  await disk.store.settle([refusedLate(first)]);
  await disk.store.settle([ended(second, 'failed')]);
  expect(await look(first)).toMatchObject({
    state: 'failed',
    reason: 'it is failed',
    possibleDuplicate: false,
  });
});

test('a message stays uncertain while one of its earlier attempts has no answer, though another was refused late', async () => {
  const first = await resendable();
  const second = await claimAgain(first);
  await disk.store.settle([unanswered(second), requeued(second, { possibleDuplicate: true })]);
  await disk.store.settle([ended(await claimAgain(first), 'failed')]);
  await disk.store.settle([refusedLate(second)]);
  expect((await look(first))?.state).toBe('uncertain');
});

test('a message stays uncertain if another part of its first attempt was accepted', async () => {
  const first = await claimedOf(disk.store, { onUncertain: 'resend', parts: 2 });
  await disk.store.settle([
    accepted(first, 'one-of-two', { key: keyOf(first, 2), whole: false, single: false }),
    unanswered(first),
    requeued(first, { possibleDuplicate: true }),
  ]);
  await disk.store.settle([ended(await claimAgain(first), 'failed')]);
  await disk.store.settle([refusedLate(first)]);
  expect((await look(first))?.state).toBe('uncertain');
});

test('a negative receipt of the second attempt is corrected by a positive receipt of the first attempt', async () => {
  const first = await resendable();
  await disk.store.settle([accepted(await claimAgain(first), 'second-undelivered')]);
  await disk.store.record([negative('second-undelivered')], T0 + 20_000);
  expect((await look(first))?.state).toBe('undelivered');

  await disk.store.settle([acceptedLate(first, 'first-delivered')]);
  await disk.store.record([receipt('first-delivered')], T0 + 30_000);
  expect(await look(first)).toMatchObject({ state: 'delivered', reason: undefined });
});

test.each([
  ['delivered', receipt],
  ['undelivered', negative],
] as const)(
  'a message whose second attempt is lost waits for its first, which a late answer accepted, and which is %s',
  async (state, says) => {
    const first = await resendable();
    const [one, two] = [`${state}-1`, `${state}-2`];
    await disk.store.settle([accepted(await claimAgain(first), two), acceptedLate(first, one)]);
    await disk.store.record([negative(two)], T0 + 20_000);
    expect((await look(first))?.state).toBe('sent');

    await disk.store.record([says(one)], T0 + 30_000);
    expect((await look(first))?.state).toBe(state);
  },
);

test('a late answer that comes while the message waits for its second attempt prevents that attempt', async () => {
  const first = await resendable();
  await disk.store.settle([acceptedLate(first, 'answered-in-time')]);
  expect((await look(first))?.state).toBe('sent');
  const request = claimRequest(first.lane, { now: T0 + 30_000 });
  expect(await disk.store.claim(request)).toEqual({ claimed: [], nextDueAt: undefined });
  await disk.store.record([receipt('answered-in-time')], T0 + 30_000);
  expect((await look(first))?.state).toBe('delivered');
});

test('a late answer to the first attempt that comes while the message waits for its third prevents the third, and its receipt counts', async () => {
  const first = await resendable();
  const second = await claimAgain(first);
  await disk.store.settle([requeued(second, { route: 'carrier-b', dueAt: T0 + 20_000 })]);
  await disk.store.settle([acceptedLate(first, 'yes-to-the-first')]);
  expect(await look(first)).toMatchObject({ state: 'sent', route: 'carrier-a' });
  const request = claimRequest(first.lane, { now: T0 + 30_000 });
  expect(await disk.store.claim(request)).toEqual({ claimed: [], nextDueAt: undefined });
  await disk.store.record([negative('yes-to-the-first')], T0 + 30_000);
  expect((await look(first))?.state).toBe('undelivered');
});

test.each([
  ['puts off', (second: Claimed) => requeued(second, { route: 'carrier-b', dueAt: T0 + 20_000 })],
  [
    'never answers',
    (second: Claimed) =>
      requeued(second, { route: 'carrier-b', dueAt: T0 + 20_000, possibleDuplicate: true }),
  ],
  ['refuses for good', (second: Claimed) => ended(second, 'failed', { route: 'carrier-b' })],
  ['never answers, too late to send it again', (second: Claimed) => ended(second, 'uncertain')],
] as const)(
  'an answer to the first attempt while a route has the second attempt, which the route then %s, makes the message sent by the first',
  async (_how, outcome) => {
    const first = await resendable();
    const second = await claimAgain(first);
    const ref = `yes-while-second-${second.id}`;
    await disk.store.settle([acceptedLate(first, ref)]);
    expect((await look(first))?.state).toBe('sending');
    await disk.store.settle([outcome(second)]);
    expect(await look(first)).toMatchObject({ state: 'sent', route: 'carrier-a' });
    const request = claimRequest(first.lane, { now: T0 + 30_000 });
    expect((await disk.store.claim(request)).claimed).toEqual([]);
    await disk.store.record([receipt(ref)], T0 + 30_000);
    expect((await look(first))?.state).toBe('delivered');
  },
);

test('a message whose second attempt loses a part for good is sent, not undelivered, while its accepted first attempt awaits receipts', async () => {
  const first = await claimedOf(disk.store, { onUncertain: 'resend', parts: 2 });
  const part = (number: number) => ({ key: keyOf(first, number) });
  await disk.store.settle([
    unanswered(first),
    unanswered(first, part(2)),
    requeued(first, { possibleDuplicate: true }),
  ]);
  const second = await claimAgain(first);
  await disk.store.settle([
    acceptedLate(first, 'first-of-two'),
    acceptedLate(first, 'second-of-two', part(2)),
  ]);
  await disk.store.settle([
    accepted(second, 'taken-again', { whole: false, single: false }),
    ended(second, 'undelivered', { key: keyOf(second, 2), route: 'carrier-b' }),
  ]);
  expect(await look(first)).toMatchObject({ state: 'sent', route: 'carrier-a' });
  await disk.store.record([receipt('first-of-two'), receipt('second-of-two')], T0 + 30_000);
  expect((await look(first))?.state).toBe('delivered');
});

test('an answer to the first attempt makes a message sent that ended as uncertain after its second attempt', async () => {
  const first = await resendable();
  const second = await claimAgain(first);
  await disk.store.settle([ended(second, 'uncertain')]);
  await disk.store.settle([acceptedLate(first, 'yes-after-the-end')]);
  expect(await look(first)).toMatchObject({ state: 'sent', route: 'carrier-a' });
});

test('a late answer to one of two parts of the first attempt leaves the message in the queue for its third attempt', async () => {
  const first = await claimedOf(disk.store, { onUncertain: 'resend', parts: 2 });
  await disk.store.settle([unanswered(first), requeued(first, { possibleDuplicate: true })]);
  await disk.store.settle([requeued(await claimAgain(first), { dueAt: T0 + 20_000 })]);
  await disk.store.settle([acceptedLate(first, 'yes-to-one-part')]);
  expect(await look(first)).toMatchObject({ state: 'queued' });
});

test('a second attempt that is put back unsent at the end of the validity does not make the message a possible duplicate', async () => {
  const first = await resendable();
  const second = await claimAgain(first);
  expect(await look(first)).toMatchObject({ possibleDuplicate: true });
  const at = first.validUntil;
  await disk.store.settle([requeued(second, { route: 'carrier-b', at, dueAt: at })]);
  expect(await look(first)).toMatchObject({ state: 'uncertain', possibleDuplicate: false });
});

test('a third attempt is a possible duplicate if the first got no answer and the second was put off, and stays one when a later attempt is put off', async () => {
  const first = await resendable();
  const reserved = { reservedUntil: T0 + 60_000, route: 'carrier-a' };
  await disk.store.settle([requeued(await claimAgain(first), { dueAt: T0 + 5000, ...reserved })]);
  expect(await look(first)).toMatchObject({ state: 'queued', possibleDuplicate: false });
  const third = await claimAgain(first);
  expect(third).toMatchObject({ attempt: 3 });
  expect(third.rest).toBeUndefined();
  expect(await look(first)).toMatchObject({ state: 'sending', possibleDuplicate: true });
  await disk.store.settle([unanswered(third), requeued(third, { possibleDuplicate: true })]);
  await disk.store.settle([requeued(await claimAgain(first), { dueAt: T0 + 20_000 })]);
  expect(await look(first)).toMatchObject({ state: 'queued', possibleDuplicate: true });
});

test('a receipt that the carrier repeats after a restart settles no other message to the same phone', async () => {
  const to = numberOf(7001);
  const settled = await claimedOf(disk.store, { to });
  await disk.store.settle([accepted(settled, 'brought-anew')]);
  await disk.store.record([receipt('brought-anew', { to })], T0 + 500);
  const interrupted = await claimedOf(disk.store, { to });

  await disk.reopen();
  await disk.store.settle([unanswered(interrupted)]);
  expect(await disk.store.record([receipt('brought-anew', { to })], T0 + 20_000)).toEqual([
    { kind: 'repeated' },
  ]);
  expect((await look(interrupted))?.state).toBe('sending');
});

// Found by the storm, seed 201366, 400 times longer.
test('a message whose first attempt is delivered late is no possible duplicate once its second comes back without having left', async () => {
  const first = await resendable();
  const second = await claimAgain(first);
  await disk.store.settle([acceptedLate(first, 'late-before-the-second-left')]);
  await disk.store.record([receipt('late-before-the-second-left')], T0 + 11_000);
  expect(await look(first)).toMatchObject({ state: 'delivered', possibleDuplicate: true });
  await disk.store.settle([requeued(second, { at: T0 + 12_000, dueAt: T0 + 12_000 })]);
  expect(await look(first)).toMatchObject({ state: 'delivered', possibleDuplicate: false });
});

test('a message that was delivered by its first attempt stays a possible duplicate if its second is in doubt and its third comes back', async () => {
  const first = await resendable();
  const second = await claimAgain(first);
  await disk.store.settle([unanswered(second), requeued(second, { possibleDuplicate: true })]);
  const third = await claimAgain(first);
  await disk.store.settle([acceptedLate(first, 'the-first-of-three')]);
  await disk.store.record([receipt('the-first-of-three')], T0 + 11_000);
  await disk.store.settle([requeued(third, { at: T0 + 12_000, dueAt: T0 + 12_000 })]);
  expect(await look(first)).toMatchObject({ state: 'delivered', possibleDuplicate: true });
});

// Found by the storm, seed 99030.
test('a message whose first attempt is delivered without an answer is no possible duplicate once its second comes back unsent', async () => {
  const to = numberOf(7002);
  const first = await claimedOf(disk.store, { to, onUncertain: 'resend' });
  await disk.store.settle([unanswered(first), requeued(first, { possibleDuplicate: true })]);
  const other = { now: T0 + 10_000, route: 'carrier-b' };
  const [second] = (await disk.store.claim(claimRequest(first.lane, other))).claimed;
  if (second === undefined) throw new Error('there is nothing to claim');
  await disk.store.record([receipt('of-no-answer', { to })], T0 + 11_000);
  expect(await look(first)).toMatchObject({ state: 'delivered', possibleDuplicate: true });
  await disk.store.settle([requeued(second, { route: 'carrier-b', at: T0 + 12_000, dueAt: T0 + 12_000 })]);
  expect(await look(first)).toMatchObject({ state: 'delivered', possibleDuplicate: false });
});
