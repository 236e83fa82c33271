import { expect, test } from 'vitest';
import { RouteRunner } from '../../../../src/dispatch/route/route-runner.ts';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import type { Outcome } from '../../../../src/domain/messages/outcome.ts';
import type { Priority } from '../../../../src/domain/messages/priority.ts';
import { routeCapabilities } from '../../../../src/domain/routes/capabilities.ts';
import type { OutgoingPart, Route } from '../../../../src/domain/routes/route.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const ACCEPTED: Outcome = { kind: 'accepted', carrier: 'fake', carrierRef: '1' };

/** Takes three parts at once, and answers when the test says so. */
const modemLike = () => {
  const taken: OutgoingPart[] = [];
  const waiting: ((outcome: Outcome) => void)[] = [];
  const room = () => 3 - waiting.length;
  const route: Route = {
    id: 'modem-1',
    type: 'modem',
    capabilities: routeCapabilities.modem,
    start() {},
    status: () => ({ state: 'up', reason: undefined, room: room(), inFlight: waiting.length, window: 3 }),
    submit: (part) => {
      taken.push(part);
      return new Promise((resolve) => waiting.push(resolve));
    },
    stop: async () => {},
  };
  const answerOne = async () => {
    waiting.shift()?.(ACCEPTED);
    await new Promise(setImmediate);
  };
  return { route, answerOne, taken: () => taken.map(({ messageId, part }) => `${messageId}/${part}`) };
};

const part = (id: number, number: number, parts: number, priority: Priority): OutgoingPart => ({
  messageId: id as MessageId,
  attempt: 1,
  part: number,
  parts,
  reference: 7,
  to: '+33639980001' as Msisdn,
  from: undefined,
  encoding: 'gsm7',
  flash: false,
  text: 'Alerte',
  priority,
  validUntil: Number.MAX_SAFE_INTEGER,
});

test('the parts of a long bulk message leave as the route has room, and a critical message takes the place kept for it', async () => {
  const { route, answerOne, taken } = modemLike();
  const runner = new RouteRunner(route, undefined, new VirtualClock());
  const outcomes: Outcome[] = [];
  const done = (outcome: Outcome) => outcomes.push(outcome);
  for (let number = 1; number <= 5; number++) runner.send(part(1, number, 5, 'low'), done);
  runner.pump();
  expect(taken()).toEqual(['1/1', '1/2']);
  expect(runner.budget(false)).toBeLessThan(1);

  await answerOne();
  expect(taken()).toEqual(['1/1', '1/2', '1/3']);
  runner.send(part(2, 1, 1, 'critical'), done);
  runner.pump();
  expect(taken().at(-1)).toBe('2/1');

  for (let i = 0; i < 5; i++) await answerOne();
  expect(taken()).toEqual(['1/1', '1/2', '1/3', '2/1', '1/4', '1/5']);
  expect(outcomes).toHaveLength(6);
});

test('a route keeps its last free place for a critical message, however many bulk parts are ready', async () => {
  const { route } = modemLike();
  const runner = new RouteRunner(route, undefined, new VirtualClock());
  for (let number = 1; number <= 5; number++) runner.send(part(1, number, 5, 'low'), () => {});
  expect(runner.budget(true)).toBe(3);
  expect(runner.budget(false)).toBeLessThan(1);
});
