import { describe, expect, test } from 'vitest';
import {
  accepted,
  acceptedLate,
  claimedOf,
  ended,
  negative,
  receipt,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { sharedStoreWithPhone } from '../../../support/store/shared-store.ts';

const { disk, phone, stateOf, givenUp } = sharedStoreWithPhone();

let ids = 900_000;

/** An id, and what it is if the carrier writes it in hexadecimal: two messages of a small counter have such ids. */
const freshIds = () => {
  const id = String(++ids);
  return { id, converted: BigInt(`0x${id}`).toString() };
};

const answered = async (ref: string, to = phone.to) => {
  const message = await claimedOf(disk.store, { to });
  await disk.store.settle([accepted(message, ref)]);
  return message;
};

describe('a receipt that fits a message only by another spelling of its id', () => {
  test('does not settle that message when it repeats, in other words, the receipt of an earlier message to the phone', async () => {
    const { id, converted } = freshIds();
    const early = await answered(id);
    const own = { refs: [id, converted] as const, to: phone.to };
    await disk.store.record([receipt(id, { ...own, evidence: 'done 08:00' })], T0 + 50);
    const late = await answered(converted);
    await disk.store.record([receipt(id, { ...own, evidence: 'done 08:01' })], T0 + 60);
    expect([await stateOf(early), await stateOf(late)]).toEqual(['delivered', 'sent']);
  });

  test('does not settle that message when it repeats a receipt that named nobody', async () => {
    const { id, converted } = freshIds();
    await answered(id);
    await disk.store.record([receipt(id, { evidence: 'done 08:00' })], T0 + 50);
    const late = await answered(converted, phone.other);
    await disk.store.record([receipt(id, { refs: [id, converted], evidence: 'done 08:01' })], T0 + 60);
    expect(await stateOf(late)).toBe('sent');
  });

  test('is not taken by that message’s response when it repeats the receipt of an earlier message to the phone', async () => {
    const { id, converted } = freshIds();
    await answered(id);
    const own = { refs: [id, converted] as const, to: phone.to };
    await disk.store.record([receipt(id, { ...own, evidence: 'done 08:00' })], T0 + 50);
    const late = await claimedOf(disk.store, { to: phone.to });
    await disk.store.record([receipt(id, { ...own, evidence: 'done 08:01' })], T0 + 60);
    await disk.store.settle([accepted(late, converted, { at: T0 + 70 })]);
    expect(await stateOf(late)).toBe('sent');
  });

  test('settles neither that message nor an unanswered one to the phone, until a late answer names its id', async () => {
    const { id, converted } = freshIds();
    const lost = await givenUp();
    await disk.store.settle([ended(lost, 'uncertain')]);
    const other = await answered(converted);
    await disk.store.record([negative(id, { refs: [id, converted], to: phone.to })], T0 + 20_000);
    expect([await stateOf(lost), await stateOf(other)]).toEqual(['uncertain', 'sent']);
    await disk.store.settle([acceptedLate(lost, id)]);
    expect([await stateOf(lost), await stateOf(other)]).toEqual(['undelivered', 'sent']);
  });

  test('settles that message, though another one to the phone is unanswered, if the id is too long to be that of both', async () => {
    const [given, named] = ['1a2c5c70', '439114864'];
    const lost = await givenUp();
    const other = await answered(`00${given}`);
    const own = { refs: [named, given] as const, to: phone.to };
    expect(await disk.store.record([receipt(named, own)], T0 + 20_000)).toMatchObject([{ kind: 'matched' }]);
    expect([await stateOf(lost), await stateOf(other)]).toEqual(['sending', 'delivered']);
  });

  test('is taken by the answer to that message, though another one to the phone is unanswered, if the id is as long', async () => {
    const [given, named] = ['1a2c5c71', '439114865'];
    const lost = await givenUp();
    const other = await claimedOf(disk.store, { to: phone.to });
    await disk.store.record([receipt(named, { refs: [named, given], to: phone.to })], T0 + 20_000);
    await disk.store.settle([accepted(other, given, { at: T0 + 20_001 })]);
    expect([await stateOf(lost), await stateOf(other)]).toEqual(['sending', 'delivered']);
  });

  test('settles neither that message nor one to the phone that is given up without an answer afterwards', async () => {
    const { id, converted } = freshIds();
    const other = await answered(converted);
    const lost = await claimedOf(disk.store, { to: phone.to });
    await disk.store.record([negative(id, { refs: [id, converted], to: phone.to })], T0 + 500);
    await disk.store.settle([unanswered(lost)]);
    expect([await stateOf(lost), await stateOf(other)]).toEqual(['sending', 'sent']);
  });

  test('does not settle that message when it names nobody and another message is unanswered', async () => {
    const { id, converted } = freshIds();
    await givenUp();
    const other = await answered(converted, phone.other);
    await disk.store.record([receipt(id, { refs: [id, converted] })], T0 + 20_000);
    expect(await stateOf(other)).toBe('sent');
  });

  test('does not settle that message when it names nobody and a message of the route is under way at another node', async () => {
    const { id, converted } = freshIds();
    const other = await answered(converted, phone.other);
    // No message of this route is unanswered.
    const route = 'carrier-of-nodes';
    const underWay = await claimedOf(disk.store, { to: phone.to }, { route });
    await disk.store.record([receipt(id, { refs: [id, converted], route })], T0 + 20_000);
    expect(await stateOf(other)).toBe('sent');
    await disk.store.settle([accepted(underWay, id, { at: T0 + 20_001 })]);
    expect(await stateOf(underWay)).toBe('delivered');
  });

  test('is not taken by that message’s response while another message to the phone is unanswered', async () => {
    const { id, converted } = freshIds();
    const lost = await givenUp();
    const other = await claimedOf(disk.store, { to: phone.to });
    await disk.store.record([negative(id, { refs: [id, converted], to: phone.to })], T0 + 20_000);
    await disk.store.settle([accepted(other, converted, { at: T0 + 20_001 })]);
    expect([await stateOf(lost), await stateOf(other)]).toEqual(['sending', 'sent']);
    await disk.store.settle([acceptedLate(lost, id)]);
    expect(await stateOf(lost)).toBe('undelivered');
  });
});
