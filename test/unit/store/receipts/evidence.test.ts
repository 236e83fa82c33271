import { describe, expect, test } from 'vitest';
import { EVIDENCE_OCTETS } from '../../../../src/domain/messages/evidence.ts';
import {
  accepted,
  claimedOf,
  ended,
  inbound,
  negative,
  numberOf,
  receipt,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { sharedStore } from '../../../support/store/shared-store.ts';

const disk = sharedStore();

const LONG = 'ff'.repeat(30_000);
const evidence = `id:1 stat:UNDELIV | TLV 0x1403 ${LONG}`;
const CUT = / \[…cut after \d+ of \d+ characters\]$/;

/** All reasons and all evidence in the timeline of a message. */
const shownOf = async ({ id }: { readonly id: Parameters<typeof disk.store.timeline>[0] }) =>
  (await disk.store.timeline(id)).flatMap(({ reason, evidence: said }) =>
    [reason, said].filter((text) => text !== undefined),
  );

const expectBounded = (texts: readonly string[]) => {
  expect(texts.filter((text) => CUT.test(text))).not.toEqual([]);
  expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(EVIDENCE_OCTETS);
};

describe('text from outside is cut to 1 KiB, and says that it was cut, if it is evidence', () => {
  test.each([
    ['a final receipt', negative],
    ['an intermediate receipt', receipt],
  ])('of %s', async (kind, make) => {
    const message = await claimedOf(disk.store);
    await disk.store.settle([accepted(message, `long ${kind}`)]);
    const state = make === negative ? {} : { state: 'intermediate' as const };
    await disk.store.record([make(`long ${kind}`, { evidence, reason: LONG, ...state })], T0 + 9);
    expectBounded(await shownOf(message));
  });

  test('of a receipt that fits no message', async () => {
    await disk.store.record([receipt('nobody', { evidence })], T0);
    const { items } = await disk.store.unmatchedReceipts({ limit: 1000, cursor: undefined });
    expectBounded(items.map((one) => one.evidence));
    // The same receipt is known to be repeated, though only its beginning was kept.
    expect(await disk.store.record([receipt('nobody', { evidence })], T0)).toEqual([{ kind: 'repeated' }]);
  });

  test('of a refusal, a note and a return to the queue', async () => {
    const said = { reason: LONG, evidence };
    const refused = await claimedOf(disk.store);
    const returned = await claimedOf(disk.store);
    const unsaid = await claimedOf(disk.store);
    await disk.store.settle([
      unanswered(unsaid, said),
      requeued(returned, said),
      ended(refused, 'failed', said),
    ]);
    expectBounded(await shownOf(refused));
    expectBounded(await shownOf(returned));
    expectBounded(await shownOf(unsaid));
    expectBounded([(await disk.store.get(refused.id))?.reason ?? '']);
    expectBounded([(await disk.store.get(returned.id))?.reason ?? '']);
  });

  test('of an opt-out; the inbox has the whole text', async () => {
    const number = numberOf(9990);
    await disk.store.optOut({ number, listId: 0, source: 'sms', evidence: `STOP ${LONG}`, at: T0 });
    const { items } = await disk.store.optOuts(
      { number, listId: undefined },
      { limit: 10, cursor: undefined },
    );
    expectBounded(items.map((one) => one.evidence));
    await disk.store.receive(inbound({ text: LONG }), T0);
    const { items: shown } = await disk.store.inbox({ limit: 1, cursor: undefined });
    expect(shown[0]?.text).toBe(LONG);
  });
});
