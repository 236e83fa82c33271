import { describe, expect, test } from 'vitest';
import { type Claimed, FOREVER } from '../../../../src/domain/messages/queue.ts';
import type { Store } from '../../../../src/store/store.ts';
import { twoNodes } from '../../../support/postgres/two-nodes.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  claimRequest,
  ended,
  keyOf,
  receipt,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';

const { both } = twoNodes('rest');

describe('a long message whose first part had no answer at one node, and whose other parts another node sends,', () => {
  /** The other node has the rest, and the first part may have been taken. */
  const restElsewhere = async () => {
    const [a, b] = both();
    const message = await claimedOf(a, { parts: 3 });
    const rest = { parts: [2, 3], accepted: [], since: T0 };
    await a.settle([
      unanswered(message),
      requeued(message, { key: keyOf(message, 2), reservedUntil: FOREVER, rest }),
    ]);
    const { claimed } = await b.claim(claimRequest(message.lane, { now: T0 + 20_000 }));
    expect(claimed).toMatchObject([{ id: message.id, attempt: 1, rest: { parts: [2, 3] } }]);
    return { a, b, message };
  };
  const takeRest = (store: Store, message: Claimed) =>
    store.settle([2, 3].map((part) => accepted(message, `part-${part}`, { part, whole: false })));

  test('is sent if the first node hears late that its part was taken, and delivered by the receipts for all', async () => {
    const { a, b, message } = await restElsewhere();
    await a.settle([acceptedLate(message, 'part-1')]);
    await takeRest(b, message);
    await b.settle([ended(message, 'uncertain')]);
    expect(await a.get(message.id)).toMatchObject({ state: 'sent' });
    await a.record(
      [1, 2, 3].map((part) => receipt(`part-${part}`)),
      T0 + 30_000,
    );
    expect(await b.get(message.id)).toMatchObject({ state: 'delivered' });
  });

  test('does not fail by a late refusal of that part while the other node sends', async () => {
    const { a, b, message } = await restElsewhere();
    await a.settle([ended(message, 'failed')]);
    expect(await b.get(message.id)).toMatchObject({ state: 'sending' });
    await takeRest(b, message);
    await b.settle([ended(message, 'uncertain')]);
    expect(await a.get(message.id)).toMatchObject({ state: 'uncertain' });
  });
});
