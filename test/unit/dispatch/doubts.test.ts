import { expect, test } from 'vitest';
import { Doubts } from '../../../src/dispatch/flights/doubts.ts';
import type { Flight } from '../../../src/dispatch/flights/flight.ts';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import { newMessage, T0 } from '../../support/store/messages.ts';

const MOST_LANDED = 10_000;
const message = newMessage();
const idOf = (index: number): MessageId => (index + 1) as MessageId;
const flightOf = (index: number, phase: Flight['phase']): Flight => ({
  message: { ...message, id: idOf(index), attempt: 1, concatReference: 0 },
  route: 'a',
  launchedAt: T0,
  texts: [message.text],
  partStates: ['waiting'],
  phase,
  unreported: [],
});

test('late answers are awaited for 10,000 messages that no route has; one more message displaces only the oldest', () => {
  const doubts = new Doubts();
  for (let index = 0; index < MOST_LANDED; index++) doubts.add(flightOf(index, 'over'));
  expect(doubts.of(idOf(0))).toBeDefined();
  doubts.add(flightOf(MOST_LANDED, 'over'));
  expect(doubts.of(idOf(0))).toBeUndefined();
  expect(doubts.of(idOf(1))).toBeDefined();
  expect(doubts.of(idOf(MOST_LANDED))).toBeDefined();
});

test('a late answer is awaited longest for the message whose doubt changed last', () => {
  const doubts = new Doubts();
  for (let index = 0; index < MOST_LANDED; index++) doubts.add(flightOf(index, 'inQueue'));
  doubts.add(flightOf(0, 'over'));
  doubts.add(flightOf(MOST_LANDED, 'over'));
  expect(doubts.of(idOf(0))).toBeDefined();
  expect(doubts.of(idOf(1))).toBeUndefined();
});

test('a late answer is awaited for each message that a route has, even if more than 10,000 messages wait that no route has', () => {
  const doubts = new Doubts();
  doubts.add(flightOf(0, 'flying'));
  for (let index = 1; index <= MOST_LANDED + 1; index++) doubts.add(flightOf(index, 'over'));
  expect(doubts.of(idOf(0))).toBeDefined();
  expect(doubts.flying).toBe(1);
});
