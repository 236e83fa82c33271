import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_INTAKE_LIMITS } from '../../../../src/domain/messages/intake-limits.ts';
import type { NewMessage } from '../../../../src/domain/messages/message.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import type { RouteReceipt } from '../../../../src/domain/routes/route.ts';
import type { Db } from '../../../../src/store/db.ts';
import { inOneCommit } from '../../../../src/store/in-one-commit.ts';
import { KeptKeys } from '../../../../src/store/rules/queue/kept-keys.ts';
import { KeptLately } from '../../../../src/store/rules/receipts/kept-lately.ts';
import { KnownPhones } from '../../../../src/store/rules/receipts/known-phones.ts';
import { PassedOver } from '../../../../src/store/rules/receipts/passed-over.ts';
import { prepareReceipts } from '../../../../src/store/rules/receipts/receipts.ts';
import { RecentRefs } from '../../../../src/store/rules/receipts/recent-refs.ts';
import { openBehind } from '../../../support/store/behind-the-store.ts';
import {
  accepted,
  claimedOf,
  keyOf,
  numberOf,
  receipt,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { sharedStoreWithReceipts } from '../../../support/store/receipt-rig.ts';
import { freshRef } from '../../../support/store/shared-store.ts';

const { disk, sent, stateOf } = sharedStoreWithReceipts();

let phones = 9000;
let to: Msisdn;
let db: Db;
beforeEach(() => {
  to = numberOf(phones++);
  db = openBehind(disk.path);
});
afterEach(() => db.close());

/**
 * A gateway that has had so many receipts since that it remembers none of those before.
 * @returns what becomes of a receipt
 */
const recordLater = (one: RouteReceipt): string | undefined => {
  const known = new KnownPhones();
  // Two messages went to the phone.
  for (const at of [T0, T0 + 1]) known.add(to, null, at);
  const { receipts } = prepareReceipts(db, {
    settled: new RecentRefs(),
    kept: new KeptKeys(),
    phones: known,
    lately: new KeptLately(),
    passedOver: new PassedOver(),
    limits: DEFAULT_INTAKE_LIMITS,
  });
  return inOneCommit(db, () => receipts([one], T0 + 60_000, true))[0]?.kind;
};

/** A message to the phone that no carrier has answered. */
const inDoubt = async (own: Partial<NewMessage> = {}) => {
  const message = await claimedOf(disk.store, { to, ...own });
  await disk.store.settle([unanswered(message)]);
  return message;
};

describe('a receipt that comes again after the gateway has forgotten that it came', () => {
  test.each([
    ['as it came', (ref: string) => ref],
    ['with zeros in front', (ref: string) => `00${ref}`],
  ])('%s settles no other message to the phone', async (_, spelt) => {
    const first = await sent({ to });
    const one = receipt(first.ref, { to });
    await disk.store.record([one], T0 + 30_000);
    const second = await inDoubt();
    expect(recordLater({ ...one, refs: [spelt(first.ref)] })).toBe('kept');
    expect([await stateOf(first), await stateOf(second)]).toEqual(['delivered', 'sending']);
  });

  test('settles no other part of its message', async () => {
    const message = await claimedOf(disk.store, { to, parts: 2 });
    const ref = freshRef();
    await disk.store.settle([
      accepted(message, ref, { whole: false }),
      unanswered(message, { key: keyOf(message, 2) }),
    ]);
    const one = receipt(ref, { to });
    await disk.store.record([one], T0 + 30_000);
    expect(recordLater(one)).toBe('kept');
    expect(await stateOf(message)).toBe('sending');
  });

  test.each([
    ['done 08:00', 'kept', 'sending'],
    ['done 09:00', 'matchedByRecipient', 'delivered'],
  ])(
    'is known by its text, here %s, if its id is so short that it is given again',
    async (evidence, kind, state) => {
      const short = `${phones % 256}`;
      await sent({ to }, [short]);
      await disk.store.record([receipt(short, { to, evidence: 'done 08:00' })], T0 + 30_000);
      const second = await inDoubt();
      expect(recordLater(receipt(short, { to, evidence }))).toBe(kind);
      expect(await stateOf(second)).toBe(state);
    },
  );

  test('settles the message in doubt if it is not that of another one', async () => {
    const first = await sent({ to });
    await disk.store.record([receipt(first.ref, { to })], T0 + 30_000);
    const second = await inDoubt();
    expect(recordLater(receipt(freshRef(), { to }))).toBe('matchedByRecipient');
    expect(await stateOf(second)).toBe('delivered');
  });
});
