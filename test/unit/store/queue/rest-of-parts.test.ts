import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Claimed, FOREVER } from '../../../../src/domain/messages/queue.ts';
import { longestGap } from '../../../../src/store/rules/queue/concat-references.ts';
import {
  accepted,
  acceptedLate,
  claimRequest,
  ended,
  HOUR_MS,
  keyOf,
  newMessage,
  receipt,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { openSqliteStore } from '../../../support/store/sqlite-store.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const LANE = 101;
let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const claim = async (at: number, route = 'carrier-a', usable?: readonly string[]) => {
  const { claimed } = await disk.store.claim(
    claimRequest(LANE, { now: at, route, ...(usable && { usable }) }),
  );
  return claimed;
};
const theOne = (claimed: readonly Claimed[]): Claimed => {
  const [one] = claimed;
  if (one === undefined || claimed.length !== 1) throw new Error(`${claimed.length} messages were claimed`);
  return one;
};
/** A message of three parts of which carrier-a took the first, and not the others. */
const partly = async (reservedUntil = FOREVER): Promise<Claimed> => {
  await disk.store.enqueue([newMessage({ lane: LANE, parts: 3 })]);
  const message = theOne(await claim(T0 + 1));
  await disk.store.settle([
    accepted(message, 'ref-1', { whole: false }),
    requeued(message, {
      key: keyOf(message, 2),
      at: T0 + 3,
      dueAt: T0 + 100,
      lane: LANE,
      reservedUntil,
      rest: { parts: [2, 3], since: T0 + 1 },
    }),
  ]);
  return message;
};

describe('a long message of which its route has taken some parts', () => {
  test('is continued by that route: in the same attempt, with the same concatenation reference, only with the missing parts', async () => {
    const message = await partly();
    const again = theOne(await claim(T0 + 100));
    expect(again).toMatchObject({
      id: message.id,
      attempt: 1,
      concatReference: message.concatReference,
      rest: { parts: [2, 3], accepted: [1], since: T0 + 1 },
    });
    await disk.store.settle([
      accepted(again, 'ref-2', { key: keyOf(again, 2), whole: false }),
      accepted(again, 'ref-3', { key: keyOf(again, 3), whole: true }),
    ]);
    await disk.store.record(
      ['ref-1', 'ref-2', 'ref-3'].map((ref) => receipt(ref)),
      T0 + 200,
    );
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'delivered', possibleDuplicate: false });
  });

  test('keeps its concatenation reference, attempt and missing parts over restarts', async () => {
    const { id, concatReference } = await partly();
    await disk.reopen();
    const again = theOne(await claim(T0 + 100));
    expect(again).toMatchObject({ concatReference, attempt: 1, rest: { parts: [2, 3], accepted: [1] } });
    const [interrupted] = await (await disk.reopen()).interrupted();
    expect(interrupted).toMatchObject({
      message: { id, concatReference, attempt: 1 },
      route: 'carrier-a',
      acceptedParts: [1],
    });
    expect(interrupted?.message).not.toHaveProperty('rest');
  });

  test('is claimed by no other route while it is reserved for its own route, even if that route is down', async () => {
    await partly();
    expect(await claim(T0 + HOUR_MS - 1, 'carrier-b', ['carrier-b'])).toEqual([]);
  });

  test('is sent whole by another route once the reservation is over, with another reference, marked as a possible duplicate', async () => {
    const { id, concatReference } = await partly(T0 + 5000);
    expect(await claim(T0 + 4999, 'carrier-b')).toEqual([]);
    const anew = theOne(await claim(T0 + 5000, 'carrier-b'));
    expect(anew).toMatchObject({ id, attempt: 2 });
    expect(anew).not.toHaveProperty('rest');
    expect(anew.concatReference).not.toBe(concatReference);
    expect(await disk.store.get(id)).toMatchObject({ possibleDuplicate: true, route: 'carrier-b' });
  });

  test('is claimed by another route at once when its own route is not usable', async () => {
    const { id } = await partly(T0 + 5000);
    expect(await claim(T0 + 200, 'carrier-b', ['carrier-a', 'carrier-b'])).toEqual([]);
    expect(theOne(await claim(T0 + 200, 'carrier-b', ['carrier-b'])).id).toBe(id);
  });

  test('waits for the end of its reservation once it is a possible duplicate, or unstable links would send it without end', async () => {
    await partly(T0 + 5000);
    const second = theOne(await claim(T0 + 200, 'carrier-b', ['carrier-b']));
    await disk.store.settle([
      accepted(second, 'ref-1-anew', { route: 'carrier-b', whole: false }),
      requeued(second, {
        key: keyOf(second, 2),
        route: 'carrier-b',
        at: T0 + 300,
        dueAt: T0 + 300,
        reservedUntil: T0 + 10_000,
        rest: { parts: [2, 3], since: T0 + 200 },
      }),
    ]);
    expect(await claim(T0 + 9999, 'carrier-a', ['carrier-a'])).toEqual([]);
    expect(theOne(await claim(T0 + 10_000, 'carrier-a', ['carrier-a']))).toMatchObject({ attempt: 3 });
  });

  test('is not reserved for longer when the clock is set back while the gateway is not running', async () => {
    await partly(T0 + 5000);
    const behind = new VirtualClock(T0 - HOUR_MS);
    const store = await openSqliteStore(disk.path, behind);
    try {
      const request = claimRequest(LANE, { now: behind.now(), route: 'carrier-b' });
      expect((await store.claim(request)).claimed).toHaveLength(1);
    } finally {
      await store.close();
    }
  });

  test('becomes uncertain when its validity ends, with a reason that names the missing parts', async () => {
    const { id } = await partly();
    await disk.store.expireQueued(0, T0 + HOUR_MS);
    expect(await disk.store.get(id)).toMatchObject({
      state: 'uncertain',
      reason: expect.stringContaining('parts 2, 3'),
    });
  });

  test.each([
    ['no part of a copy left', false, 'its route has not taken parts 2, 3, and was given the others'],
    ['a part of a copy had no answer', true, 'an earlier attempt may have arrived, whole or in part'],
  ])(
    'becomes uncertain with a reason that names only what surely did not leave: %s',
    async (_what, isLost, reason) => {
      const { id } = await partly(T0 + 5000);
      const copy = theOne(await claim(T0 + 5000, 'carrier-b'));
      await disk.store.settle([
        ...(isLost ? [unanswered(copy, { route: 'carrier-b', key: keyOf(copy, 2) })] : []),
        requeued(copy, {
          route: 'carrier-b',
          at: T0 + 5001,
          dueAt: T0 + 6000,
          lane: LANE,
          possibleDuplicate: isLost,
        }),
      ]);
      disk.clock.set(HOUR_MS);
      await disk.store.expireQueued(0, T0 + HOUR_MS + 1);
      expect(await disk.store.get(id)).toMatchObject({
        state: 'uncertain',
        reason: `its validity ended before it could be sent again; ${reason}`,
      });
    },
  );

  test('cannot be cancelled, since a part of it has left', async () => {
    const { id } = await partly();
    expect(await disk.store.cancel(id, T0 + 50)).toEqual({ kind: 'tooLate' });
  });

  test('is undelivered when a late answer refuses another part because of the message itself', async () => {
    const message = await partly();
    await disk.store.settle([ended(message, 'undelivered', { key: keyOf(message, 3), at: T0 + 50 })]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'undelivered', finalAt: T0 + 50 });
    expect(await claim(T0 + 100)).toEqual([]);
  });

  test('has each claim, and each return into the queue, in its timeline', async () => {
    const { id } = await partly();
    const again = theOne(await claim(T0 + 100));
    await disk.store.settle([
      accepted(again, 'ref-2', { key: keyOf(again, 2), whole: false, at: T0 + 101 }),
      accepted(again, 'ref-3', { key: keyOf(again, 3), whole: true, at: T0 + 102 }),
    ]);
    const steps = (await disk.store.timeline(id)).filter(({ from, to }) => from !== to);
    expect(steps.map(({ at, from, to }) => [at - T0, from, to])).toEqual([
      [0, undefined, 'queued'],
      [1, 'queued', 'sending'],
      [3, 'sending', 'queued'],
      [100, 'queued', 'sending'],
      [102, 'sending', 'sent'],
    ]);
  });

  test('takes a receipt that comes before its late response, even if other parts were claimed again meanwhile', async () => {
    await disk.store.enqueue([newMessage({ lane: LANE, parts: 3 })]);
    const message = theOne(await claim(T0 + 1));
    await disk.store.settle([
      accepted(message, 'ref-1', { whole: false }),
      unanswered(message, { key: keyOf(message, 2), at: T0 + 1000 }),
      requeued(message, {
        key: keyOf(message, 3),
        at: T0 + 1000,
        lane: LANE,
        reservedUntil: FOREVER,
        rest: { parts: [3], since: T0 + 1 },
      }),
    ]);
    await disk.store.record([receipt('ref-2')], T0 + 1500);
    const again = theOne(await claim(T0 + 60_000));
    await disk.store.settle([
      acceptedLate(again, 'ref-2', { part: 2, at: T0 + 60_100 }),
      accepted(again, 'ref-3', { part: 3, at: T0 + 60_200 }),
    ]);
    await disk.store.record([receipt('ref-1'), receipt('ref-3')], T0 + 61_000);
    expect((await disk.store.get(message.id))?.state).toBe('delivered');
  });

  test('becomes sent when the answers for its other parts come after the message became uncertain', async () => {
    const { id } = await partly();
    const again = theOne(await claim(T0 + 100));
    await disk.store.settle([
      unanswered(again, { key: keyOf(again, 2) }),
      unanswered(again, { key: keyOf(again, 3) }),
      ended(again, 'uncertain', { key: keyOf(again, 2), at: T0 + 20_000 }),
      acceptedLate(again, 'ref-2', { part: 2, at: T0 + 30_000 }),
      acceptedLate(again, 'ref-3', { part: 3, at: T0 + 30_001 }),
    ]);
    expect(await disk.store.get(id)).toMatchObject({ state: 'sent' });
  });
});

describe('a message that was given up as uncertain', () => {
  test('is queued again by a late refusal that allows a retry, and can be claimed again', async () => {
    await disk.store.enqueue([newMessage({ lane: LANE })]);
    const message = theOne(await claim(T0 + 1));
    await disk.store.settle([unanswered(message), ended(message, 'uncertain', { at: T0 + 20_000 })]);
    await disk.store.settle([
      requeued(message, {
        at: T0 + 30_000,
        dueAt: T0 + 30_000,
        lane: LANE,
        reason: 'the carrier says slower',
      }),
    ]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'queued', finalAt: undefined });
    const steps = (await disk.store.timeline(message.id)).filter(({ from, to }) => from !== to);
    expect(steps.map(({ from, to }) => `${from}>${to}`)).toEqual([
      'undefined>queued',
      'queued>sending',
      'sending>uncertain',
      'uncertain>queued',
    ]);
    expect(theOne(await claim(T0 + 30_000, 'carrier-b'))).toMatchObject({ attempt: 2 });
  });
});

test('each long message gets a 16-bit concatenation reference of its own', async () => {
  await disk.store.enqueue(Array.from({ length: 200 }, () => newMessage({ lane: LANE, parts: 2 })));
  const { claimed } = await disk.store.claim(claimRequest(LANE, { maxParts: 400 }));
  expect(new Set(claimed.map(({ concatReference }) => concatReference)).size).toBe(200);
  for (const { concatReference } of claimed) expect(concatReference).toBeLessThan(0x10000);
});

test.each([
  ['no number', [], undefined],
  ['one number', [7], { last: 7, free: 99 }],
  ['a row of numbers', [5, 3, 4], { last: 5, free: 97 }],
  ['a row that begins anew at 0', [98, 99, 0, 1], { last: 1, free: 96 }],
  ['two rows', [30, 31, 60, 61], { last: 61, free: 68 }],
  ['two rows, with more room after the first', [10, 11, 80, 81], { last: 11, free: 68 }],
])('the most numbers are free after %s', (_what, taken, gap) => {
  expect(longestGap(taken, 100)).toEqual(gap);
});

test('after a restart the references begin in the first half of the free numbers, so that none comes again soon', async () => {
  const message = await partly();
  await disk.reopen();
  await disk.store.enqueue([newMessage({ lane: LANE + 1, parts: 2 })]);
  const { claimed } = await disk.store.claim(claimRequest(LANE + 1, { now: T0 + 20 }));
  const { concatReference: last = Number.NaN } = message;
  const { concatReference: next = Number.NaN } = theOne(claimed);
  const after = (next - last + 0x1_00_00) % 0x1_00_00;
  expect(after).toBeGreaterThan(0);
  expect(after).toBeLessThanOrEqual(0x80_00);
});
