import { expect, test } from 'vitest';
import { HalfOpen } from '../../../../src/dispatch/route/half-open.ts';

const cameBack = (): HalfOpen => {
  const halfOpen = new HalfOpen();
  for (const state of ['down', 'up', 'down', 'down', 'up'] as const) halfOpen.noticeState(state);
  return halfOpen;
};

test('a route that comes up for the first time may be given any number of parts', () => {
  const halfOpen = new HalfOpen();
  halfOpen.noticeState('down');
  halfOpen.noticeState('up');
  expect(halfOpen.most).toBe(Number.POSITIVE_INFINITY);
});

test('a route that came back is given two parts, then twice as many with each round of accepted parts', () => {
  const halfOpen = cameBack();
  const rounds: number[] = [];
  while (Number.isFinite(halfOpen.most)) {
    rounds.push(halfOpen.most);
    for (let left = halfOpen.most; left > 0; left--) halfOpen.accepted();
  }
  expect(rounds).toEqual([2, 4, 8, 16, 32]);
});

test('a route that came back and puts a part off is given only two parts again', () => {
  const halfOpen = cameBack();
  for (let i = 0; i < 10; i++) halfOpen.accepted();
  halfOpen.notTaken();
  expect(halfOpen.most).toBe(2);
});

test('a route that never failed may be given any number of parts after it puts a part off', () => {
  const halfOpen = new HalfOpen();
  halfOpen.noticeState('up');
  halfOpen.notTaken();
  expect(halfOpen.most).toBe(Number.POSITIVE_INFINITY);
});

test('a route that an operator disabled and enabled again may be given any number of parts', () => {
  const halfOpen = new HalfOpen();
  for (const state of ['up', 'disabled', 'up'] as const) halfOpen.noticeState(state);
  expect(halfOpen.most).toBe(Number.POSITIVE_INFINITY);
});
