import { expect, test } from 'vitest';
import { Troubles } from '../../../src/dispatch/flights/troubles.ts';
import type { MessageId } from '../../../src/domain/messages/message-id.ts';
import { T0 } from '../../support/store/messages.ts';

const REMEMBERED = 100_000;
const idOf = (index: number): MessageId => (index + 1) as MessageId;

test('the tries of 100,000 messages are remembered; the tries of one more message displace only the oldest', () => {
  const troubles = new Troubles();
  for (let index = 0; index < REMEMBERED; index++) troubles.putOff(idOf(index), T0 + index);
  expect(troubles.since(idOf(0))).toBe(T0);
  troubles.putOff(idOf(REMEMBERED), T0 + REMEMBERED);
  expect(troubles.since(idOf(0))).toBeUndefined();
  expect(troubles.since(idOf(1))).toBe(T0 + 1);
  expect(troubles.since(idOf(REMEMBERED))).toBe(T0 + REMEMBERED);
});
