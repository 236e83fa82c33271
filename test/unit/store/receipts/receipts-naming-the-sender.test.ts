import { describe, expect, test } from 'vitest';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { accepted, claimedOf, receipt, T0 } from '../../../support/store/messages.ts';
import { sharedStoreWithReceipts } from '../../../support/store/receipt-rig.ts';

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
