import { afterEach, beforeEach, expect, test } from 'vitest';
import { costOfParts, expectedCost, type Prices } from '../../../../src/domain/routes/prices.ts';
import { AlertRig } from '../../../support/alerts/alert-rig.ts';
import { accepted, ended, keyOf, requeued, unanswered } from '../../../support/store/messages.ts';

const prices: Prices = {
  currency: 'EUR',
  perPart: { 'carrier-a': 0.1, 'carrier-b': 0.25 },
  otherwise: undefined,
};
const long = {
  defaultLanguage: 'fr',
  // Two parts.
  variants: [{ language: 'fr', text: `Crue : gagnez les hauteurs. ${'Restez-y. '.repeat(15)}` }],
  placeholders: {},
};

let rig: AlertRig;
beforeEach(async () => {
  rig = await AlertRig.start();
});
afterEach(() => rig.remove());

test('the report counts the parts that left, by the route that took them, and not those that were planned', async () => {
  const { store } = rig.disk;
  const { id } = await rig.create(5, { content: long });
  await rig.launch(id);
  await rig.untilExpanded(id);
  const [whole, half, doubtful, refused] = await rig.claim(`${id}.1`, 8);
  if (!whole || !half || !doubtful || !refused)
    throw new Error('four messages of two parts were to be claimed');
  expect(whole.parts).toBe(2);
  await store.settle([
    accepted(whole, 'ref-1', { whole: false }),
    accepted(whole, 'ref-2', { key: keyOf(whole, 2), whole: true }),
    // One part was taken, the other one waits for the route.
    accepted(half, 'ref-3', { whole: false }),
    requeued(half),
    unanswered(doubtful),
    ended(doubtful, 'uncertain'),
    ended(refused, 'failed'),
  ]);
  const report = await rig.reports(prices).report(id);
  expect(report?.summary.messages).toMatchObject({
    messages: 5,
    partsPlanned: 10,
    parts: 4,
    partsInDoubt: 1,
  });
  expect(report?.summary.byRoute).toMatchObject([{ route: 'carrier-a', parts: 4, partsInDoubt: 1 }]);
  expect(report?.cost).toEqual({ amount: 0.4, currency: 'EUR', unpricedParts: 0 });
});

test('a cost says for how many parts no price is known, and is not known at all without prices', () => {
  const sent = [
    { route: 'carrier-a', parts: 100 },
    { route: 'carrier-b', parts: 10 },
    { route: 'modem-1', parts: 7 },
  ];
  expect(costOfParts(prices, sent)).toEqual({ amount: 12.5, currency: 'EUR', unpricedParts: 7 });
  expect(costOfParts({ ...prices, otherwise: 0.5 }, sent)).toMatchObject({ amount: 16, unpricedParts: 0 });
  expect(costOfParts(undefined, sent)).toBeUndefined();
});

test('a preview costs what the routes that would share the messages cost, and nothing is said if one has no price', () => {
  const shares = [
    { route: 'carrier-a', share: 0.75 },
    { route: 'carrier-b', share: 0.25 },
  ];
  expect(expectedCost(prices, shares, 1000)).toEqual({ amount: 137.5, currency: 'EUR' });
  expect(expectedCost(prices, [{ route: 'modem-1', share: 1 }], 1000)).toBeUndefined();
  expect(expectedCost(prices, [], 1000)).toBeUndefined();
  expect(expectedCost({ ...prices, otherwise: 0.5 }, [], 10)).toMatchObject({ amount: 5 });
  expect(expectedCost(undefined, shares, 1000)).toBeUndefined();
});
