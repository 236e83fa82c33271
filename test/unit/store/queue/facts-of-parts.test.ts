import { describe, expect, test } from 'vitest';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  claimRequest,
  ended,
  keyOf,
  negative,
  receipt,
  requeued,
  T0,
} from '../../../support/store/messages.ts';
import { freshRef, sharedStoreWithPhone } from '../../../support/store/shared-store.ts';

const { disk, phone, stateOf, givenUp } = sharedStoreWithPhone();
const freshRefs = () => [freshRef(), freshRef()] as const;

const unmatched = async () =>
  (await disk.store.unmatchedReceipts({ limit: 1000, cursor: undefined })).items.filter(
    (one) => one.to === phone.to,
  );
const reasonsOf = async ({ id }: Pick<Claimed, 'id'>) =>
  (await disk.store.timeline(id)).map(({ reason }) => reason);

const answeredLate = (message: Claimed, given: readonly string[]) =>
  disk.store.settle(given.map((ref, index) => acceptedLate(message, ref, { part: index + 1 })));

describe('a long message whose parts get no answer in time', () => {
  test('is delivered by the receipts of its parts, even if the last part’s receipt comes before the late answers', async () => {
    const message = await givenUp({ parts: 2 });
    const [first, second] = freshRefs();
    await disk.store.record([receipt(second, { to: phone.to })], T0 + 12_000);
    await answeredLate(message, [first, second]);
    expect(await stateOf(message)).toBe('sent');
    await disk.store.record([receipt(first, { to: phone.to })], T0 + 22_000);
    expect(await stateOf(message)).toBe('delivered');
    expect(await unmatched()).toEqual([]);
  });

  test('is undelivered when its first part is undelivered, even if a receipt came before the late answers', async () => {
    const message = await givenUp({ parts: 2 });
    const [first, second] = freshRefs();
    await disk.store.record([receipt(second, { to: phone.to })], T0 + 12_000);
    await answeredLate(message, [first, second]);
    await disk.store.record([negative(first, { to: phone.to })], T0 + 22_000);
    expect(await stateOf(message)).toBe('undelivered');
  });

  test('has each receipt on the part that the late answer names, even with a restart at each step', async () => {
    const message = await givenUp({ parts: 2 });
    const [first, second] = freshRefs();
    await disk.reopen();
    await disk.store.record([negative(second, { to: phone.to })], T0 + 12_000);
    await disk.reopen();
    await disk.store.record([receipt(first, { to: phone.to })], T0 + 12_001);
    await disk.reopen();
    await answeredLate(message, [first]);
    await disk.reopen();
    await disk.store.settle([acceptedLate(message, second, { part: 2 })]);
    const told = (await disk.store.timeline(message.id)).filter(({ at, part }) => at < T0 + 20_000 && part);
    expect(told.filter(({ at }) => at >= T0 + 12_000)).toMatchObject([
      { part: 2, evidence: `id:${second} stat:UNDELIV` },
      { part: 1, evidence: `id:${first} stat:DELIVRD` },
    ]);
    expect(await stateOf(message)).toBe('undelivered');
    expect(await unmatched()).toEqual([]);
  });

  test('becomes sent, not yet delivered, when as many receipts for its recipient have come as it has unanswered parts: no answer tells which part each is for', async () => {
    const message = await givenUp({ parts: 2, onUncertain: 'resend' });
    const [first, second] = freshRefs();
    await disk.store.record(
      [receipt(first, { to: phone.to }), receipt(second, { to: phone.to })],
      T0 + 12_000,
    );
    expect(await stateOf(message)).toBe('sent');
    expect(await unmatched()).toMatchObject([
      { ref: second, message: message.id },
      { ref: first, message: message.id },
    ]);
    await disk.store.settle([requeued(message, { at: T0 + 15_000, possibleDuplicate: true })]);
    expect((await disk.store.claim(claimRequest(message.lane, { now: T0 + 30_000 }))).claimed).toEqual([]);
    await answeredLate(message, [second, first]);
    expect(await stateOf(message)).toBe('delivered');
    expect(await unmatched()).toEqual([]);
  });

  test('ends as unconfirmed, with the reason, when no answer ever tells which part each of its receipts is for', async () => {
    const message = await givenUp({ parts: 2, validUntil: T0 + 30_000 });
    const [first, second] = freshRefs();
    await disk.store.record(
      [receipt(first, { to: phone.to }), receipt(second, { to: phone.to })],
      T0 + 12_000,
    );
    await disk.store.giveUp(T0, T0 + 30_000, T0 + 40_000);
    expect(await disk.store.get(message.id)).toMatchObject({
      state: 'unconfirmed',
      reason: 'receipts came for its recipient, but no answer told which of its parts they are for',
    });
  });

  test('becomes sent once the late answer of one part and the receipt of the other part have come', async () => {
    const message = await givenUp({ parts: 2 });
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 12_000);
    expect(await stateOf(message)).toBe('sending');
    await answeredLate(message, [freshRef()]);
    expect(await stateOf(message)).toBe('sent');
  });

  test('stays uncertain when only one of its two parts has a receipt: the other part may have been lost', async () => {
    const message = await givenUp({ parts: 2 });
    const ref = freshRef();
    const enroute = receipt(ref, {
      to: phone.to,
      state: 'intermediate',
      reason: 'en route',
      evidence: 'ENROUTE',
    });
    await disk.store.record([enroute, receipt(ref, { to: phone.to })], T0 + 12_000);
    await disk.store.settle([ended(message, 'uncertain', { at: T0 + 20_000 })]);
    expect(await stateOf(message)).toBe('uncertain');
  });

  test('becomes delivered by one receipt for each part, even if the carrier gave all parts the same id, whether the receipts come before, between or after the late answers', async () => {
    const said = (ref: string, minute: number) =>
      receipt(ref, { to: phone.to, evidence: `id:${ref} done date:26010100${minute} stat:DELIVRD` });
    for (const before of [0, 1, 2]) {
      phone.next();
      const message = await givenUp({ parts: 2 });
      const ref = freshRef();
      const both = [said(ref, 10), said(ref, 11)];
      await disk.store.record(both.slice(0, before), T0 + 12_000);
      await disk.store.settle([acceptedLate(message, ref)]);
      await disk.store.record(both.slice(before), T0 + 21_000);
      await disk.store.settle([acceptedLate(message, ref, { part: 2 })]);
      expect(await stateOf(message)).toBe('delivered');
      expect(await unmatched()).toEqual([]);
    }
  });

  test('becomes undelivered by a negative receipt for its recipient, and delivered once all receipts with its own ids are positive', async () => {
    const message = await givenUp({ parts: 2 });
    const [first, second] = freshRefs();
    await disk.store.record(
      [receipt(freshRef(), { to: phone.to }), negative(freshRef(), { to: phone.to })],
      T0 + 12_000,
    );
    expect(await stateOf(message)).toBe('undelivered');
    await answeredLate(message, [first, second]);
    expect((await unmatched()).map((one) => one.message)).toEqual([undefined, undefined]);
    await disk.store.record(
      [receipt(first, { to: phone.to }), receipt(second, { to: phone.to })],
      T0 + 22_000,
    );
    expect(await stateOf(message)).toBe('delivered');
  });

  test('stays queued when receipts for its recipient come while a part that was surely not sent waits', async () => {
    const message = await givenUp({ parts: 2 });
    const rest = { parts: [2], since: T0 };
    await disk.store.settle([requeued(message, { key: keyOf(message, 2), at: T0 + 12_000, rest })]);
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 14_000);
    await disk.store.record([receipt(freshRef(), { to: phone.to })], T0 + 14_000);
    expect(await stateOf(message)).toBe('queued');
  });
});

describe('a message of one part that a receipt for its recipient delivered', () => {
  test('takes the id of its late answer, and then the receipt with that id', async () => {
    const message = await givenUp();
    const [guessed, own] = freshRefs();
    await disk.store.record([receipt(guessed, { to: phone.to })], T0 + 12_000);
    expect(await stateOf(message)).toBe('delivered');
    await answeredLate(message, [own]);
    expect(await disk.store.record([receipt(own, { to: phone.to })], T0 + 22_000)).toEqual([
      { kind: 'matched', ref: own },
    ]);
    expect(await unmatched()).toMatchObject([{ ref: guessed, message: undefined }]);
    expect(await reasonsOf(message)).toContain(
      'the answer named another id than the receipt that was taken to be for this message',
    );
  });

  test('gives that receipt up to another message whose answer names its id', async () => {
    const message = await givenUp();
    const guessed = freshRef();
    await disk.store.record([receipt(guessed, { to: phone.to })], T0 + 12_000);
    // The gateway does not know any more whether the receipt came before this claim.
    await disk.reopen();
    const other = await claimedOf(disk.store, { to: phone.to }, { now: T0 + 2 });
    await disk.store.settle([accepted(other, guessed, { at: T0 + 12_001 })]);
    expect(await stateOf(other)).toBe('delivered');
    expect(await unmatched()).toEqual([]);
    expect(await reasonsOf(message)).toContain(
      'an answer named the id of the receipt that was taken for this message: it was for another one',
    );
  });

  test('shows that receipt as unmatched, linked to the message, until the answer names the receipt’s id', async () => {
    const message = await givenUp();
    const own = freshRef();
    await disk.store.record([receipt(own, { to: phone.to })], T0 + 12_000);
    expect(await unmatched()).toMatchObject([{ ref: own, message: message.id }]);
    await answeredLate(message, [own]);
    expect(await unmatched()).toEqual([]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('was delivered by the final receipt, even if an intermediate one came before it', async () => {
    const message = await givenUp();
    const ref = freshRef();
    const enroute = receipt(ref, {
      to: phone.to,
      state: 'intermediate',
      reason: 'en route',
      evidence: 'ENROUTE',
    });
    await disk.store.record([enroute, receipt(ref, { to: phone.to })], T0 + 12_000);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('does not settle another message when the same receipt comes again with another text, even after a restart', async () => {
    const message = await givenUp();
    const ref = freshRef();
    await disk.store.record([receipt(ref, { to: phone.to, evidence: 'DELIVRD 08:00:01' })], T0 + 12_000);
    expect(await stateOf(message)).toBe('delivered');
    const next = await givenUp();
    await disk.reopen();
    await disk.store.record([receipt(ref, { to: phone.to, evidence: 'DELIVRD 08:00:02' })], T0 + 13_000);
    expect(await stateOf(next)).toBe('sending');
  });
});
