import { expect } from 'vitest';
import type { Smsc } from '../../../src/sim/smsc/smsc.ts';
import type { MessageView } from '../http/api-client.ts';
import { numberOf } from '../store/messages.ts';

/** The first `people` numbers of the tests. */
export const firstNumbers = (people: number): readonly string[] =>
  Array.from({ length: people }, (_, index) => numberOf(index));

/** How many texts the phones of these numbers have. */
export const shownTo = ({ phones }: Smsc, numbers: readonly string[]): number =>
  numbers.reduce((sum, number) => sum + phones.texts(number).length, 0);

/** Checks that nobody is left out, and that nobody has a second text of a message that is not marked. */
export const expectAllHadIt = (
  { phones }: Smsc,
  numbers: readonly string[],
  messages: readonly MessageView[],
): void => {
  expect(messages.map(({ to }) => to).toSorted()).toEqual(numbers.toSorted());
  expect(messages.filter(({ state }) => state !== 'delivered')).toEqual([]);
  const marked = new Set(messages.filter(({ possibleDuplicate }) => possibleDuplicate).map(({ to }) => to));
  const texts = new Map(numbers.map((number) => [number, phones.texts(number).length]));
  const count = (isWrong: (number: string, shown: number) => boolean) =>
    [...texts].filter(([number, shown]) => isWrong(number, shown)).map(([number]) => number);
  expect(count((_, shown) => shown === 0)).toEqual([]);
  expect(count((number, shown) => shown > 1 && !marked.has(number))).toEqual([]);
};
