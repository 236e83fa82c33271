import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { NewMessage } from '../../../../src/domain/messages/message.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
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
let to: Msisdn;
let phones = 600;
let refs = 0;
const freshRef = (): string => `by-recipient-${++refs}`;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
beforeEach(() => {
  to = numberOf(++phones);
});
afterAll(() => disk.remove());

const stateOf = async ({ id }: Pick<Claimed, 'id'>) => (await disk.store.get(id))?.state;
/** A message of so many parts that carrier-a was given and answered for none of. */
const givenUp = async (parts: number, own: Partial<NewMessage> = {}) => {
  const message = await claimedOf(disk.store, { to, parts, ...own });
  const keys = Array.from({ length: parts }, (_, index) => keyOf(message, index + 1));
  await disk.store.settle(keys.map((key) => unanswered(message, { key })));
  return message;
};
describe('a receipt for a recipient with several attempts or messages', () => {
  test('delivers a message of one part of which neither attempt was answered', async () => {
    const first = await givenUp(1, { onUncertain: 'resend' });
    await disk.store.settle([requeued(first, { at: T0 + 15_000, possibleDuplicate: true })]);
    const { claimed } = await disk.store.claim(claimRequest(first.lane, { now: T0 + 16_000 }));
    const [second] = claimed;
    if (second === undefined) throw new Error('the second attempt was not claimed');
    await disk.store.settle([unanswered(second, { at: T0 + 30_000 })]);
    await disk.store.record([receipt(freshRef(), { to })], T0 + 31_000);
    expect(await stateOf(first)).toBe('delivered');
  });

  test('delivers by the first attempt what a second has followed by another route', async () => {
    const first = await givenUp(1, { onUncertain: 'resend' });
    await disk.store.settle([requeued(first, { at: T0 + 15_000, possibleDuplicate: true })]);
    const request = claimRequest(first.lane, { route: 'carrier-b', now: T0 + 16_000 });
    const { claimed } = await disk.store.claim(request);
    const [second] = claimed;
    if (second === undefined) throw new Error('the second attempt was not claimed');
    const ref = freshRef();
    const elsewhere = { route: 'carrier-b', carrier: 'carrier-b' };
    await disk.store.settle([accepted(second, ref, { ...elsewhere, at: T0 + 17_000 })]);
    await disk.store.record([negative(ref, { ...elsewhere, to })], T0 + 18_000);
    expect(await stateOf(first)).toBe('undelivered');
    await disk.store.record([receipt(freshRef(), { to })], T0 + 19_000);
    expect(await stateOf(first)).toBe('delivered');
  });

  test('settles nothing while another message to it is unanswered on another route: both may be accounts at one carrier', async () => {
    const first = await givenUp(1);
    const second = await claimedOf(disk.store, { to }, { route: 'carrier-b' });
    await disk.store.settle([unanswered(second, { route: 'carrier-b' })]);
    await disk.store.record([receipt(freshRef(), { to })], T0 + 12_000);
    expect(await Promise.all([first, second].map(stateOf))).toEqual(['sending', 'sending']);
  });

  test('settles nothing when its id was named before the message was handed over', async () => {
    const ref = freshRef();
    await disk.store.record([receipt(ref, { to, evidence: 'DELIVRD 08:00:01' })], T0 - 60_000);
    const message = await givenUp(1);
    await disk.store.record([receipt(ref, { to, evidence: 'DELIVRD 08:00:02' })], T0 + 12_000);
    expect(await stateOf(message)).toBe('sending');
  });

  test('settles nothing of a part that was refused in the end', async () => {
    const refused = await givenUp(1);
    await disk.store.settle([ended(refused, 'failed', { at: T0 + 11_000 })]);
    const lost = await givenUp(1);
    await disk.store.record([receipt(freshRef(), { to })], T0 + 12_000);
    expect(await Promise.all([refused, lost].map(stateOf))).toEqual(['failed', 'delivered']);
  });
});
