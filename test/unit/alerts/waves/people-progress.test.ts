import { expect, test } from 'vitest';
import { PeopleProgress } from '../../../../src/alerts/waves/people-progress.ts';
import type { PeopleCount } from '../../../../src/domain/alerts/alert-report.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

/** An alert of two waves, whose people are counted. */
const twoWaves = [1, 2].map((wave) => ({
  wave,
  state: 'sent' as const,
  route: 'carrier-a',
  messages: 1,
  parts: 1,
  possibleDuplicates: 0,
  short: 0,
}));

const counting = () => {
  const clock = new VirtualClock();
  let outcome: PeopleCount['outcome'] = 'sent';
  const people = {
    endOfPeople: async (_alert: number, after: string) => (after === '' ? '+33639980000' : undefined),
    countPeople: async () => [{ outcome, people: 1 } as PeopleCount],
  };
  const progress = new PeopleProgress({ people, clock });
  return {
    clock,
    reached: async () => (await progress.of(1, twoWaves)).reached,
    deliver: () => {
      outcome = 'delivered';
    },
  };
};

test('the people of an alert of several waves are counted once a second, however often somebody asks', async () => {
  const { clock, reached, deliver } = counting();
  expect(await reached()).toBe(0);
  deliver();
  expect(await reached()).toBe(0);
  await clock.advance(1000);
  expect(await reached()).toBe(1);
});

test('the people of an alert are counted anew after the clock was set back, and do not stand still until that time', async () => {
  const { clock, reached, deliver } = counting();
  expect(await reached()).toBe(0);
  deliver();
  clock.set(-3_600_000);
  await clock.advance(1000);
  expect(await reached()).toBe(1);
});
