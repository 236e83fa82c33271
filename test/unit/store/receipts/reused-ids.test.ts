import { describe, expect, test } from 'vitest';
import type { NewMessage } from '../../../../src/domain/messages/message.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import {
  accepted,
  claimedOf,
  negative,
  numberOf,
  receipt,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { sharedStoreWithReceipts } from '../../../support/store/receipt-rig.ts';
import { freshRef } from '../../../support/store/shared-store.ts';

/** A number to which no message goes. */
const SENDER = '+33199009999' as Msisdn;

const { disk, sent, stateOf, unmatched } = sharedStoreWithReceipts();

describe('a receipt with the text of an earlier one, and an id that the carrier has used again,', () => {
  test('is not for the new message if its text has the date of the old receipt', async () => {
    const old = await sent();
    const text = `id:${old.ref} submit date:2601010000 done date:2601010001 stat:DELIVRD`;
    await disk.store.record([receipt(old.ref, { evidence: text })], T0 + 50);
    const young = await sent({}, [old.ref]);
    expect(await disk.store.record([receipt(old.ref, { evidence: text })], T0 + 60)).toEqual([
      { kind: 'repeated' },
    ]);
    expect(await stateOf(young)).toBe('sent');
    const own = receipt(old.ref, { evidence: text.replace('done date:2601010001', 'done date:2601020002') });
    await disk.store.record([own], T0 + 70);
    expect(await stateOf(young)).toBe('delivered');
  });

  test('is for another phone if the receipt names that phone', async () => {
    const ref = freshRef();
    const evidence = `id:${ref} submit date:2601010000 done date:2601010001 stat:DELIVRD`;
    const both = [await sent({}, [ref]), await sent({}, [ref])];
    for (const { to } of both) await disk.store.record([receipt(ref, { to, evidence })], T0 + 50);
    expect(await Promise.all(both.map(stateOf))).toEqual(['delivered', 'delivered']);
  });

  test('is for another phone whose response has not come yet, if the receipt names that phone', async () => {
    const ref = freshRef();
    const evidence = `id:${ref} submit date:2601010000 done date:2601010001 stat:DELIVRD`;
    const first = await sent({}, [ref]);
    await disk.store.record([receipt(ref, { to: first.to, evidence })], T0 + 50);
    const both = [await claimedOf(disk.store), await claimedOf(disk.store)];
    for (const { to } of both) await disk.store.record([receipt(ref, { to, evidence })], T0 + 60);
    await disk.store.settle(both.map((message) => accepted(message, ref)));
    expect(await Promise.all(both.map(stateOf))).toEqual(['delivered', 'delivered']);
  });

  test('is for another phone after a restart too, before the response, if its text has no date', async () => {
    const ref = freshRef();
    const old = await sent({}, [ref]);
    await disk.store.record([receipt(ref, { to: old.to })], T0 + 50);
    const store = await disk.reopen();
    const young = await claimedOf(store);
    expect(await store.record([receipt(ref, { to: young.to })], T0 + 60)).toEqual([
      { kind: 'kept', reason: 'unknown' },
    ]);
    await store.settle([accepted(young, ref, { at: T0 + 61 })]);
    expect(await stateOf(young)).toBe('delivered');
  });

  test('is for the new message if its text has no date', async () => {
    const old = await sent();
    await disk.store.record([receipt(old.ref)], T0 + 50);
    const young = await sent({}, [old.ref]);
    await disk.store.record([receipt(old.ref)], T0 + 60);
    expect(await stateOf(young)).toBe('delivered');
  });
});

describe('a receipt whose id is that of a message to another phone', () => {
  test('is for that message when no message went to the phone that it names: some carriers name the sender', async () => {
    const message = await sent();
    const named = receipt(message.ref, { to: SENDER });
    expect(await disk.store.record([named], T0 + 50)).toEqual([
      { kind: 'matched', ref: message.ref, namesAnother: true },
    ]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('is kept when messages went to the phone that it names, also after a restart', async () => {
    const message = await sent();
    const other = await sent();
    expect(await disk.store.record([receipt(other.ref, { to: other.to })], T0 + 40)).toMatchObject([
      { kind: 'matched' },
    ]);
    const store = await disk.reopen();
    const named = negative(message.ref, { to: other.to });
    expect(await store.record([named], T0 + 50)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    expect([await stateOf(message), await stateOf(other)]).toEqual(['sent', 'delivered']);
  });

  test('is not taken by that message though it came before its response, when a message went to the phone that it names', async () => {
    const other = await sent();
    await disk.store.record([receipt(other.ref, { to: other.to })], T0 + 4);
    const meant = await claimedOf(disk.store);
    // The receipts of both messages come before the response 790041: 790041 read as hexadecimal is 7929921.
    const repeated = negative('790041', { to: other.to });
    const early = receipt('7929921', { refs: ['7929921', '790041'], to: meant.to });
    await disk.store.record([repeated, early], T0 + 5);
    await disk.store.settle([accepted(meant, '790041', { at: T0 + 9 })]);
    expect(await stateOf(meant)).toBe('delivered');
  });

  test('waits for the response to a message to the phone that it names, whose id it may spell in another way', async () => {
    // 750041 read as hexadecimal is 7667777: the receipt is for that id, and comes before its response.
    const other = await sent({}, ['750041']);
    const meant = await claimedOf(disk.store, { to: numberOf(6) });
    const early = negative('750041', { refs: ['750041', '7667777'], to: numberOf(6) });
    expect(await disk.store.record([early], T0 + 5)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    await disk.store.settle([accepted(meant, '7667777', { at: T0 + 9 })]);
    expect([await stateOf(other), await stateOf(meant)]).toEqual(['sent', 'undelivered']);
  });

  test('is kept for the message to the phone that it names, even if the response for the other phone comes first', async () => {
    const other = await claimedOf(disk.store);
    const meant = await claimedOf(disk.store, { to: numberOf(7) });
    const early = negative('760041', { refs: ['760041', '7733313'], to: numberOf(7) });
    await disk.store.record([early], T0 + 5);
    await disk.store.settle([accepted(other, '760041', { at: T0 + 9 })]);
    await disk.store.settle([accepted(meant, '7733313', { at: T0 + 9 })]);
    expect([await stateOf(other), await stateOf(meant)]).toEqual(['sent', 'undelivered']);
  });

  test('settles an unanswered message to the phone that it names', async () => {
    const other = await sent({}, ['770041']);
    const lost = await claimedOf(disk.store, { to: numberOf(8) });
    await disk.store.settle([unanswered(lost)]);
    const named = receipt('770041', { to: numberOf(8) });
    expect(await disk.store.record([named], T0 + 20_000)).toEqual([{ kind: 'matchedByRecipient' }]);
    expect([await stateOf(other), await stateOf(lost)]).toEqual(['sent', 'delivered']);
  });
});

describe('a receipt that fits two messages', () => {
  const two = async (own: readonly [Partial<NewMessage>, Partial<NewMessage>]) => {
    const ref = freshRef();
    return { ref, messages: [await sent(own[0], [ref]), await sent(own[1], [ref])] as const };
  };

  test('is kept and shown as ambiguous, and settles neither message', async () => {
    const to = numberOf(3);
    const { ref, messages } = await two([{ to }, { to }]);
    expect(await disk.store.record([receipt(ref, { to })], T0 + 50)).toEqual([
      { kind: 'kept', reason: 'ambiguous' },
    ]);
    expect(await Promise.all(messages.map(stateOf))).toEqual(['sent', 'sent']);
    expect(await unmatched(ref)).toMatchObject([{ why: 'ambiguous', state: 'delivered' }]);
  });

  test('is for the message whose recipient it names', async () => {
    const { ref, messages } = await two([{ to: numberOf(4) }, { to: numberOf(5) }]);
    await disk.store.record([receipt(ref, { to: numberOf(5) })], T0 + 50);
    expect(await Promise.all(messages.map(stateOf))).toEqual(['sent', 'delivered']);
  });

  test('is for the message that waits for a receipt when the other message was given up', async () => {
    const to = numberOf(6);
    const { ref, messages } = await two([{ to, validUntil: T0 + 3000 }, { to }]);
    await disk.store.giveUp(T0, T0 + 3000, T0 + 4000);
    expect(await stateOf(messages[0])).toBe('unconfirmed');
    await disk.store.record([receipt(ref, { to })], T0 + 5000);
    expect(await Promise.all(messages.map(stateOf))).toEqual(['unconfirmed', 'delivered']);
  });

  test('is for the second message once the first has its receipt: carriers use ids again', async () => {
    const to = numberOf(7);
    const { ref, messages } = await two([{ to }, { to: numberOf(8) }]);
    await disk.store.record([receipt(ref, { to })], T0 + 50);
    await disk.store.record([receipt(ref)], T0 + 60);
    expect(await Promise.all(messages.map(stateOf))).toEqual(['delivered', 'delivered']);
  });
});

describe('a receipt whose route has learnt a wrong spelling of ids', () => {
  // 800041 in hexadecimal is C3529: the route takes the ids of receipts for those of responses, but they are decimal.
  const learnt = (to: Msisdn) => receipt('800041', { id: '800041', to });

  test('finds its message by another spelling, before a message to another phone with that id', async () => {
    const other = await sent({}, ['800041']);
    const meant = await sent({}, ['C3529']);
    expect(await disk.store.record([learnt(meant.to)], T0 + 50)).toEqual([{ kind: 'matched', ref: 'C3529' }]);
    expect([await stateOf(other), await stateOf(meant)]).toEqual(['sent', 'delivered']);
    expect(await disk.store.record([learnt(meant.to)], T0 + 51)).toEqual([{ kind: 'repeated' }]);
  });

  test('is found by its response under another spelling', async () => {
    const meant = await claimedOf(disk.store);
    const early = receipt('810041', { id: '810041', to: meant.to });
    await disk.store.record([early], T0 + 5);
    await disk.store.settle([accepted(meant, 'C5C39', { at: T0 + 9 })]);
    expect(await stateOf(meant)).toBe('delivered');
  });
});
