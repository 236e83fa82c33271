import { expect, test } from 'vitest';
import { inShownOrder } from '../../../../src/console/rooms/new-alert/logic/shown-order.ts';

const items = (...ids: number[]) => ids.map((id) => ({ id }));

test('what comes later stands at the end, and what is gone leaves no gap', () => {
  expect(inShownOrder([], items(3, 2, 1))).toEqual(items(3, 2, 1));
  expect(inShownOrder([3, 2, 1], items(5, 4, 3, 2, 1))).toEqual(items(3, 2, 1, 5, 4));
  expect(inShownOrder([3, 2, 1], items(4, 3, 1))).toEqual(items(3, 1, 4));
});

test('an item that changed is shown as it is now', () => {
  const now = { id: 2, name: 'Crue' };
  expect(inShownOrder([2], [now])).toEqual([now]);
});
