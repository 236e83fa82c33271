import { describe, expect, test } from 'vitest';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  claimRequest,
  ended,
  HOUR_MS,
  keyOf,
  negative,
  receipt,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { freshRef, sharedStoreWithPhone } from '../../../support/store/shared-store.ts';

const { disk, phone, stateOf, givenUp } = sharedStoreWithPhone();

describe('a receipt for a recipient with several attempts or messages', () => {
  test.each([
    ['may still be answered', () => []],
    ['waits for its second attempt', (one: Claimed) => [requeued(one, { possibleDuplicate: true })]],
    ['ended in doubt', (one: Claimed) => [ended(one, 'uncertain', { key: keyOf(one, 2) })]],
  ] as const)(
    'does not settle a message that %s, one part of which was refused: only one of two receipts could be for it',
    async (_, next) => {
      const message = await claimedOf(disk.store, { to: phone.to, parts: 2, onUncertain: 'resend' });
      await disk.store.settle([unanswered(message), ...next(message)]);
      const before = await stateOf(message);
      const unknown = [receipt(freshRef(), { to: phone.to }), receipt(freshRef(), { to: phone.to })];
      await disk.store.record(unknown, T0 + 20_000);
      expect(await stateOf(message)).toBe(before);
    },
  );

  /** A message of two parts: the first has no answer, and a route has the second, which was not taken at first. */
  const withRestUnderWay = async () => {
    const message = await claimedOf(disk.store, { to: phone.to, parts: 2 });
    const rest = { parts: [2], since: T0 + 1 };
    await disk.store.settle([
      unanswered(message),
      requeued(message, { key: keyOf(message, 2), lane: message.lane, reservedUntil: T0 + HOUR_MS, rest }),
    ]);
    return {
      message,
      claimRest: () => disk.store.claim(claimRequest(message.lane, { now: T0 + 15_000 })),
      unknown: (at: number) => disk.store.record([receipt(freshRef(), { to: phone.to })], at),
    };
  };

  const moments = ['before', 'meanwhile', 'in the grace', 'later'] as const;

  /** Both parts are without an answer. The receipts come before the rest leaves, while it is under way, or later. */
  const bothGivenUp = async (...times: readonly (typeof moments)[number][]) => {
    const { message, claimRest, unknown } = await withRestUnderWay();
    const come = async (when: (typeof moments)[number], at: number): Promise<void> => {
      for (const time of times) if (time === when) await unknown(at);
    };
    await come('before', T0 + 12_000);
    await claimRest();
    await come('meanwhile', T0 + 16_000);
    const second = { key: keyOf(message, 2), at: T0 + 20_000 };
    await disk.store.settle([unanswered(message, second)]);
    await come('in the grace', T0 + 25_000);
    await disk.store.settle([ended(message, 'uncertain', { ...second, at: T0 + 28_000 })]);
    await come('later', T0 + 30_000);
    return message;
  };

  const pairs = moments.flatMap((one, index) => moments.slice(index).map((other) => [one, other] as const));
  // A second receipt that comes before the rest leaves is for no part of the rest.
  test.each(pairs.filter(([, second]) => second !== 'before'))(
    'counts for one part, also if the rest of its message leaves and has no answer: one %s, one %s',
    async (...times) => {
      expect(await stateOf(await bothGivenUp(times[0]))).toBe('uncertain');
      phone.next();
      expect(await stateOf(await bothGivenUp(...times))).toBe('sent');
      expect(await stateOf(await givenUp())).toBe('sending');
    },
  );

  test('counts for no part of the rest of its message that the route refuses', async () => {
    const { message, claimRest, unknown } = await withRestUnderWay();
    await claimRest();
    await unknown(T0 + 16_000);
    await unknown(T0 + 17_000);
    await disk.store.settle([ended(message, 'uncertain', { key: keyOf(message, 2), at: T0 + 20_000 })]);
    expect(await stateOf(message)).toBe('uncertain');
  });

  test('is for another message once each part without an answer has one and the route has taken the rest', async () => {
    const { message, claimRest, unknown } = await withRestUnderWay();
    await claimRest();
    await unknown(T0 + 15_500);
    const ref = freshRef();
    await disk.store.settle([accepted(message, ref, { key: keyOf(message, 2), at: T0 + 16_000 })]);
    await disk.store.record([receipt(ref, { to: phone.to })], T0 + 17_000);
    expect(await stateOf(message)).toBe('sent');
    const other = await givenUp();
    await unknown(T0 + 20_000);
    expect(await stateOf(other)).toBe('delivered');
  });

  test.each(['soon', 'late'])(
    'settles the message in doubt once the other has its own, which came before its answer, by an answer that comes %s',
    async (when) => {
      const doubtful = await givenUp();
      const other = await claimedOf(disk.store, { to: phone.to });
      const ref = freshRef();
      await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 12_000);
      await disk.store.record([receipt(ref, { to: phone.to, evidence: 'of the other' })], T0 + 12_500);
      if (when === 'soon') await disk.store.settle([accepted(other, ref, { at: T0 + 13_000 })]);
      else {
        await disk.store.settle([unanswered(other, { at: T0 + 13_000 })]);
        await disk.store.settle([acceptedLate(other, ref, { at: T0 + 14_000 })]);
      }
      expect(await Promise.all([other, doubtful].map(stateOf))).toEqual(['delivered', 'delivered']);
    },
  );

  test('delivers a message of one part of which neither attempt was answered', async () => {
    const first = await givenUp({ onUncertain: 'resend' });
    await disk.store.settle([requeued(first, { at: T0 + 15_000, possibleDuplicate: true })]);
    const { claimed } = await disk.store.claim(claimRequest(first.lane, { now: T0 + 16_000 }));
    const [second] = claimed;
    if (second === undefined) throw new Error('the second attempt was not claimed');
    await disk.store.settle([unanswered(second, { at: T0 + 30_000 })]);
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 31_000);
    expect(await stateOf(first)).toBe('delivered');
  });

  test('delivers a message by its first attempt, even if the second attempt, by another route, was undelivered', async () => {
    const first = await givenUp({ onUncertain: 'resend' });
    await disk.store.settle([requeued(first, { at: T0 + 15_000, possibleDuplicate: true })]);
    const request = claimRequest(first.lane, { route: 'carrier-b', now: T0 + 16_000 });
    const { claimed } = await disk.store.claim(request);
    const [second] = claimed;
    if (second === undefined) throw new Error('the second attempt was not claimed');
    const ref = freshRef();
    const elsewhere = { route: 'carrier-b', carrier: 'carrier-b' };
    await disk.store.settle([accepted(second, ref, { ...elsewhere, at: T0 + 17_000 })]);
    await disk.store.record([negative(ref, { ...elsewhere, to: phone.to })], T0 + 18_000);
    expect(await stateOf(first)).toBe('undelivered');
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 19_000);
    expect(await stateOf(first)).toBe('delivered');
  });

  test('settles nothing while another message to that phone is unanswered on another route, perhaps of the same carrier', async () => {
    const first = await givenUp();
    const second = await claimedOf(disk.store, { to: phone.to }, { route: 'carrier-b' });
    await disk.store.settle([unanswered(second, { route: 'carrier-b' })]);
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 12_000);
    expect(await Promise.all([first, second].map(stateOf))).toEqual(['sending', 'sending']);
  });

  test('settles nothing when a receipt with the same id came before the message was handed over', async () => {
    const ref = freshRef();
    await disk.store.record([receipt(ref, { to: phone.to, evidence: 'DELIVRD 08:00:01' })], T0 - 60_000);
    const message = await givenUp();
    await disk.store.record([receipt(ref, { to: phone.to, evidence: 'DELIVRD 08:00:02' })], T0 + 12_000);
    expect(await stateOf(message)).toBe('sending');
  });

  test('does not settle the message that was refused late, but the other unanswered message', async () => {
    const refused = await givenUp();
    await disk.store.settle([ended(refused, 'failed', { at: T0 + 11_000 })]);
    const lost = await givenUp();
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 12_000);
    expect(await Promise.all([refused, lost].map(stateOf))).toEqual(['failed', 'delivered']);
  });
});
