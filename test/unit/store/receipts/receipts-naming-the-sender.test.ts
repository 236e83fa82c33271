import { describe, expect, test } from 'vitest';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { accepted, claimedOf, receipt, T0, unanswered } from '../../../support/store/messages.ts';
import { sharedStoreWithReceipts } from '../../../support/store/receipt-rig.ts';
import { freshRef } from '../../../support/store/shared-store.ts';

const SENDER = '+33199009999' as Msisdn;

const { disk, sent, stateOf } = sharedStoreWithReceipts();

describe('a receipt that names the sender, with an id that the route has converted to hexadecimal,', () => {
  // The route writes a converted id with lower-case letters first.
  const converted = (lower: string) =>
    receipt(lower, { refs: [lower, lower.toUpperCase()], to: SENDER, evidence: `for ${lower}` });

  test('is for the message whose response spelled that id with upper-case letters', async () => {
    const message = await sent({ from: SENDER }, ['75BCD15']);
    await disk.store.record([converted('75bcd15')], T0 + 50);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('is for that message also when the receipt came before the response', async () => {
    const message = await claimedOf(disk.store, { from: SENDER });
    await disk.store.record([converted('75bcd16')], T0 + 50);
    await disk.store.settle([accepted(message, '75BCD16')]);
    expect(await stateOf(message)).toBe('delivered');
  });
});

describe('a receipt that names the sender, which is the number of a phone to which a message went too,', () => {
  test('is for the message from that sender that has its id', async () => {
    const { to: own } = await sent();
    const message = await sent({ from: own });
    await disk.store.record([receipt(message.ref, { to: own })], T0 + 50);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('is for that message also when the receipt came before the response', async () => {
    const { to: own } = await sent();
    const message = await claimedOf(disk.store, { from: own });
    const early = receipt(freshRef(), { to: own });
    await disk.store.record([early], T0 + 50);
    await disk.store.settle([accepted(message, early.refs[0])]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('does not settle an unanswered message to that phone: the receipt may be for one from that number', async () => {
    const lost = await claimedOf(disk.store);
    await disk.store.settle([unanswered(lost)]);
    const message = await claimedOf(disk.store, { from: lost.to });
    const early = receipt('771234', { to: lost.to });
    await disk.store.record([early], T0 + 20_000);
    await disk.store.settle([accepted(message, early.refs[0], { at: T0 + 20_001 })]);
    expect([await stateOf(lost), await stateOf(message)]).toEqual(['sending', 'sent']);
  });

  test('is for the message from that number with exactly its long id, though one to that phone is unanswered', async () => {
    const lost = await claimedOf(disk.store);
    await disk.store.settle([unanswered(lost)]);
    const answered = await sent({ from: lost.to }, ['77123456']);
    const overtaken = await claimedOf(disk.store, { from: lost.to });
    const both = ['77123456', '77123457'].map((ref) => receipt(ref, { to: lost.to, evidence: `for ${ref}` }));
    await disk.store.record(both, T0 + 20_000);
    await disk.store.settle([accepted(overtaken, '77123457', { at: T0 + 20_001 })]);
    const states = await Promise.all([lost, answered, overtaken].map(stateOf));
    expect(states).toEqual(['sending', 'delivered', 'delivered']);
  });

  test('is not for the message from that number with exactly its short id while one to that phone is unanswered', async () => {
    const lost = await claimedOf(disk.store);
    await disk.store.settle([unanswered(lost)]);
    const message = await sent({ from: lost.to }, ['771235']);
    await disk.store.record([receipt('771235', { to: lost.to })], T0 + 20_000);
    expect([await stateOf(lost), await stateOf(message)]).toEqual(['sending', 'sent']);
  });

  test('does not settle an unanswered message to that phone after a restart either', async () => {
    const lost = await claimedOf(disk.store);
    await disk.store.settle([unanswered(lost)]);
    await sent({ from: lost.to });
    const store = await disk.reopen();
    await store.record([receipt(freshRef(), { to: lost.to })], T0 + 20_000);
    expect(await stateOf(lost)).toBe('sending');
  });
});
