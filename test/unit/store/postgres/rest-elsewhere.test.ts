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

  /** The other node has sent part 2, and waits to send part 3. */
  const nextRest = async (of: 'taken' | 'in doubt') => {
    const { a, b, message } = await restElsewhere();
    await b.settle([
      of === 'taken'
        ? accepted(message, 'part-2', { part: 2, whole: false })
        : unanswered(message, { key: keyOf(message, 2) }),
      requeued(message, {
        key: keyOf(message, 3),
        at: T0 + 20_001,
        dueAt: T0 + 30_000,
        lane: message.lane,
        reservedUntil: FOREVER,
        rest: { parts: [3], since: T0 },
      }),
    ]);
    return { a, b, message };
  };
  const claimAt = async (store: Store, { lane }: Claimed) =>
    (await store.claim(claimRequest(lane, { now: T0 + 40_000 }))).claimed;

  test.each(['taken', 'in doubt'] as const)(
    'is not begun anew if the first node hears that nothing was taken, while a part of the other node is %s',
    async (of) => {
      const { a, b, message } = await nextRest(of);
      const about = { key: keyOf(message), route: 'carrier-a', at: T0 + 20_002 };
      const reason = 'late answer: throttled';
      await a.settle([
        { kind: 'noted', ...about, reason, evidence: undefined, notTaken: true, nothingTaken: true },
      ]);
      const accepted = of === 'taken' ? [2] : [];
      expect(await claimAt(b, message)).toMatchObject([
        { id: message.id, attempt: 1, rest: { parts: [1, 3], accepted } },
      ]);
    },
  );

  test.each([
    ['taken', 'undelivered'],
    ['in doubt', 'uncertain'],
  ] as const)(
    'does not fail by a refusal that the first node hears while a part of the other is %s',
    async (of, state) => {
      const { a, b, message } = await nextRest(of);
      await a.settle([ended(message, 'failed', { at: T0 + 20_002 })]);
      expect(await b.get(message.id)).toMatchObject({ state });
    },
  );

  test('is claimed by the first node without trust in what it remembers, and by the last one with it', async () => {
    const { a, b, message } = await nextRest('in doubt');
    const [first] = await claimAt(a, message);
    expect(first?.rest).toMatchObject({ parts: [3], elsewhere: true });
    await a.settle([
      requeued(message, {
        key: keyOf(message, 3),
        at: T0 + 40_001,
        dueAt: T0 + 40_001,
        lane: message.lane,
        reservedUntil: FOREVER,
        rest: { parts: [3], since: T0 },
      }),
    ]);
    const [again] = (await a.claim(claimRequest(message.lane, { now: T0 + 50_000 }))).claimed;
    expect(again?.rest).toEqual({ parts: [3], accepted: [], since: T0 });
    expect(await b.get(message.id)).toMatchObject({ state: 'sending' });
  });
});
