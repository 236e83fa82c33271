import { describe, expect, test } from 'vitest';
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

describe('an unanswered message', () => {
  test.each([
    ['delivered', receipt],
    ['undelivered', negative],
  ] as const)('is %s by the only receipt that can be for it', async (state, make) => {
    const message = await givenUp();
    await disk.store.settle([ended(message, 'uncertain', { at: T0 + 15_000 })]);
    expect(await disk.store.record([make(freshRef(), { to: phone.to })], T0 + 20_000)).toEqual([
      { kind: 'matchedByRecipient' },
    ]);
    expect(await stateOf(message)).toBe(state);
  });

  test('is settled by a receipt that came before the message was given up as unanswered', async () => {
    const message = await claimedOf(disk.store, { to: phone.to });
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 500);
    expect(await stateOf(message)).toBe('sending');
    await disk.store.settle([unanswered(message)]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('is settled while it waits to be sent again, and is then not sent again', async () => {
    const message = await givenUp({ onUncertain: 'resend' });
    await disk.store.settle([requeued(message, { at: T0 + 15_000, possibleDuplicate: true })]);
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 20_000);
    expect(await stateOf(message)).toBe('delivered');
    expect((await disk.store.claim(claimRequest(message.lane, { now: T0 + 30_000 }))).claimed).toEqual([]);
  });

  test('is not settled by a receipt that names no recipient or another one, came by another route, or is not final', async () => {
    const message = await givenUp();
    await disk.store.record(
      [
        receipt(freshRef()),
        receipt(freshRef(), { to: phone.other }),
        receipt(freshRef(), { to: phone.to, route: 'carrier-b', carrier: 'carrier-b' }),
        receipt(freshRef(), { to: phone.to, state: 'intermediate', reason: 'en route' }),
      ],
      T0 + 20_000,
    );
    expect(await stateOf(message)).toBe('sending');
  });

  test('is not settled by a receipt for its recipient when another message to that phone is unanswered or being sent', async () => {
    const first = await givenUp();
    const second = await claimedOf(disk.store, { to: phone.to });
    const ref = freshRef();
    expect(await disk.store.record([receipt(ref, { to: phone.to })], T0 + 20_000)).toEqual([
      { kind: 'kept', reason: 'unknown' },
    ]);
    await disk.store.settle([unanswered(second, { at: T0 + 21_000 })]);
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 22_000);
    expect(await Promise.all([first, second].map(stateOf))).toEqual(['sending', 'sending']);
  });

  test('is not settled by the receipt of another message that is repeated with another text', async () => {
    const lost = await givenUp();
    const other = await claimedOf(disk.store, { to: phone.to });
    const ref = freshRef();
    await disk.store.settle([accepted(other, ref)]);
    await disk.store.record(
      [receipt(ref, { to: phone.to, evidence: 'DELIVRD, done 08:00:01' })],
      T0 + 20_000,
    );
    await disk.store.record(
      [receipt(ref, { to: phone.to, evidence: 'DELIVRD, done 08:00:02' })],
      T0 + 21_000,
    );
    expect(await stateOf(other)).toBe('delivered');
    expect(await stateOf(lost)).toBe('sending');
  });

  test.each([
    ['by its reference', (ref: string) => [ref] as const],
    ['by another spelling of it', (ref: string) => [freshRef(), ref] as const],
  ])(
    'is settled by a receipt for its phone that could, %s, also be for a message to another phone which has its own receipt',
    async (_, refsOf) => {
      const other = await claimedOf(disk.store);
      const ref = freshRef();
      await disk.store.settle([accepted(other, ref)]);
      await disk.store.record([receipt(ref, { to: other.to })], T0 + 500);
      const message = await givenUp();
      const own = receipt(ref, { refs: refsOf(ref), to: phone.to, evidence: `for ${phone.to}` });
      expect(await disk.store.record([own], T0 + 20_000)).toEqual([{ kind: 'matchedByRecipient' }]);
      expect(await stateOf(message)).toBe('delivered');

      const early = await claimedOf(disk.store, { to: phone.to });
      await disk.store.record([{ ...own, evidence: `again for ${phone.to}` }], T0 + 21_000);
      await disk.store.settle([unanswered(early)]);
      expect(await stateOf(early)).toBe('sending');
    },
  );

  test('takes the receipt with the id of its second part, even if that may also spell the id of its first part', async () => {
    // 57 in hexadecimal is 39: the two parts have such ids.
    const message = await claimedOf(disk.store, { to: phone.to, parts: 2 });
    await disk.store.settle([
      accepted(message, '780057', { whole: false }),
      unanswered(message, { key: keyOf(message, 2) }),
    ]);
    await disk.store.record([receipt('780057', { to: phone.to })], T0 + 10_500);
    const own = receipt('780039', { refs: ['780039', '780057'], to: phone.to });
    expect(await disk.store.record([own], T0 + 11_000)).toEqual([{ kind: 'matchedByRecipient' }]);
    expect(await stateOf(message)).toBe('sent');
    await disk.store.settle([acceptedLate(message, '780039', { part: 2 })]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('is not settled by the receipt of another message that is repeated with another text and with the id spelled in another way', async () => {
    const lost = await givenUp();
    const other = await claimedOf(disk.store, { to: phone.to });
    await disk.store.settle([accepted(other, '790057')]);
    const again = (evidence: string) =>
      receipt('c0e19', { refs: ['790057', 'c0e19'], to: phone.to, evidence: `c0e19 ${evidence}` });
    await disk.store.record([again('08:00:01'), again('08:00:02')], T0 + 20_000);
    expect([await stateOf(other), await stateOf(lost)]).toEqual(['delivered', 'sending']);
  });

  test('is not settled by a receipt for its recipient once a late answer has named the message’s id', async () => {
    const message = await givenUp();
    const ref = freshRef();
    await disk.store.settle([ended(message, 'uncertain'), acceptedLate(message, ref)]);
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 30_000);
    expect(await stateOf(message)).toBe('sent');
    await disk.store.record([receipt(ref, { to: phone.to })], T0 + 31_000);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('is not settled by a receipt that comes long after its validity: carriers also give up, and report that', async () => {
    const message = await givenUp({ validUntil: T0 + HOUR_MS });
    await disk.store.settle([ended(message, 'uncertain')]);
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 60 * 24 * HOUR_MS);
    expect(await stateOf(message)).toBe('uncertain');
  });

  test('becomes sent when as many receipts have come as it has parts', async () => {
    const message = await claimedOf(disk.store, { to: phone.to, parts: 3 });
    const early = receipt(freshRef(), { to: phone.to });
    await disk.store.record([early, receipt(freshRef(), { to: phone.to })], T0 + 500);
    await disk.store.settle([1, 2, 3].map((part) => unanswered(message, { key: keyOf(message, part) })));
    expect(await stateOf(message)).toBe('sending');
    await disk.store.record([early], T0 + 20_000);
    expect(await stateOf(message)).toBe('sending');
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 20_000);
    expect(await stateOf(message)).toBe('sent');
  });

  test('becomes undelivered when one of its receipts is negative, whichever part that receipt is for', async () => {
    const message = await claimedOf(disk.store, { to: phone.to, parts: 2 });
    await disk.store.settle([1, 2].map((part) => unanswered(message, { key: keyOf(message, part) })));
    const receipts = [receipt(freshRef(), { to: phone.to }), negative(freshRef(), { to: phone.to })];
    await disk.store.record(receipts, T0 + 20_000);
    expect(await stateOf(message)).toBe('undelivered');
  });

  test('is not settled when more receipts have come for its recipient than it has unanswered parts', async () => {
    const message = await claimedOf(disk.store, { to: phone.to });
    await disk.store.record(
      [receipt(freshRef(), { to: phone.to }), receipt(freshRef(), { to: phone.to })],
      T0 + 500,
    );
    await disk.store.settle([unanswered(message)]);
    expect(await stateOf(message)).toBe('sending');
  });

  test('is settled by a receipt that came twice before the message was given up: the two count as one', async () => {
    const message = await claimedOf(disk.store, { to: phone.to });
    const early = receipt(freshRef(), { to: phone.to });
    expect(await disk.store.record([early, early], T0 + 500)).toEqual([
      { kind: 'kept', reason: 'unknown' },
      { kind: 'repeated' },
    ]);
    await disk.store.settle([unanswered(message)]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test.each(['before', 'after'])(
    'is not settled by the repetition of a receipt that came %s another message was given up, and settled the other message',
    async (when) => {
      const first = await claimedOf(disk.store, { to: phone.to });
      const early = receipt(freshRef(), { to: phone.to });
      if (when === 'before') await disk.store.record([early], T0 + 500);
      await disk.store.settle([unanswered(first)]);
      if (when === 'after') await disk.store.record([early], T0 + 11_000);
      expect(await stateOf(first)).toBe('delivered');
      const second = await givenUp();
      expect(await disk.store.record([early], T0 + 20_000)).toEqual([{ kind: 'repeated' }]);
      expect(await stateOf(second)).toBe('sending');
    },
  );

  test('is not settled by the repetition of a receipt that another message had before its response', async () => {
    const other = await claimedOf(disk.store, { to: phone.to });
    const ref = freshRef();
    const early = receipt(ref, { to: phone.to });
    await disk.store.record([early], T0 + 500);
    await disk.store.settle([accepted(other, ref)]);
    const lost = await givenUp();
    expect(await disk.store.record([early], T0 + 20_000)).toEqual([{ kind: 'repeated' }]);
    expect(await stateOf(lost)).toBe('sending');
  });

  test('is not settled by the receipt of another message that is repeated with another text before the message is given up', async () => {
    const other = await claimedOf(disk.store, { to: phone.to });
    const ref = freshRef();
    await disk.store.settle([accepted(other, ref)]);
    const lost = await claimedOf(disk.store, { to: phone.to });
    await disk.store.record([receipt(ref, { to: phone.to, evidence: 'DELIVRD, done 08:00:01' })], T0 + 500);
    await disk.store.record([receipt(ref, { to: phone.to, evidence: 'DELIVRD, done 08:00:02' })], T0 + 600);
    await disk.store.settle([unanswered(lost)]);
    expect(await stateOf(lost)).toBe('sending');
  });

  test('is not settled by a receipt while it is being sent again: the receipt may be for the second attempt', async () => {
    const message = await givenUp({ onUncertain: 'resend' });
    await disk.store.settle([requeued(message, { at: T0 + 15_000, possibleDuplicate: true })]);
    const { claimed } = await disk.store.claim(claimRequest(message.lane, { now: T0 + 16_000 }));
    const [second] = claimed;
    if (second === undefined) throw new Error('the second attempt was not claimed');
    const ref = freshRef();
    expect(await disk.store.record([receipt(ref, { to: phone.to })], T0 + 17_000)).toEqual([
      { kind: 'kept', reason: 'unknown' },
    ]);
    await disk.store.settle([accepted(second, ref, { at: T0 + 18_000 })]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('becomes sent, not delivered, when its other part was answered and two receipts come', async () => {
    const message = await claimedOf(disk.store, { to: phone.to, parts: 2 });
    const ref = freshRef();
    await disk.store.settle([
      accepted(message, ref, { whole: false }),
      unanswered(message, { key: keyOf(message, 2) }),
    ]);
    await disk.store.record(
      [receipt(freshRef(), { to: phone.to }), receipt(ref, { to: phone.to })],
      T0 + 20_000,
    );
    expect(await stateOf(message)).toBe('sent');
  });

  test('is settled by a receipt for its recipient even after a restart', async () => {
    const message = await givenUp();
    const store = await disk.reopen();
    await store.record([receipt(freshRef(), { to: phone.to })], T0 + 20_000);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('is settled once another message to that phone, which was being sent before a restart, has its receipt', async () => {
    const first = await givenUp();
    // The last kept receipt is days old, as it may be where few are kept.
    await disk.store.record([receipt(freshRef())], T0 - 72 * HOUR_MS);
    await disk.reopen();
    const second = await givenUp();
    const ref = freshRef();
    await disk.store.settle([accepted(first, ref, { at: T0 + 12_000 })]);
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 20_000);
    expect(await Promise.all([first, second].map(stateOf))).toEqual(['sent', 'sending']);
    await disk.store.record([receipt(ref, { to: phone.to })], T0 + 21_000);
    expect(await Promise.all([first, second].map(stateOf))).toEqual(['delivered', 'delivered']);
  });

  test('is not settled when more receipts came for its phone than are read: one of the others may be its own', async () => {
    const message = await claimedOf(disk.store, { to: phone.to });
    const onTheWay = Array.from({ length: 509 }, () =>
      receipt(freshRef(), { to: phone.to, state: 'intermediate', reason: 'en route' }),
    );
    await disk.store.record(onTheWay, T0 + 500);
    await disk.store.record(
      [receipt(freshRef(), { to: phone.to }), receipt(freshRef(), { to: phone.to })],
      T0 + 501,
    );
    await disk.store.settle([unanswered(message)]);
    expect(await stateOf(message)).toBe('sending');
  });
});
