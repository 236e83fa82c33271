import { expect, test } from 'vitest';
import { toMsisdn } from '../../../../../src/domain/messages/msisdn.ts';
import { part, ready, stop } from '../../../../support/modem/harness.ts';
import { settled } from '../../../../support/modem/settled.ts';

test('a check of the radio whose message has no answer keeps no other message from other routes', async () => {
  // With `keep` the check sends one message, on the network that the modem has.
  const { route, clock, modem } = await ready({ config: { networkMode: 'keep' } });
  modem.onPdu = () => undefined;
  void route.sim.checkRadio(toMsisdn('+33639980099'));
  await clock.advance(1000);
  expect(modem.pdus).toHaveLength(1);
  const waiting = route.submit(part(clock, { priority: 'critical' }));
  await clock.advance(10_000);
  expect(await settled(waiting)).toMatchObject({ kind: 'retry', reason: 'the radio is being checked' });
  expect(route.status().room).toBe(0);
  modem.onPdu = undefined;
  modem.say('+CMGS: 1', 'OK');
  await clock.advance(1000);
  expect(route.status().room).toBe(3);
  await stop(route);
});

test('the late result of a message of a check does not count for the message that had no answer before it', async () => {
  const { route, clock, modem, told } = await ready({ config: { networkMode: 'keep', sendTimeout: '1s' } });
  modem.onPdu = () => undefined;
  const unanswered = route.submit(part(clock));
  await clock.advance(1000);
  expect(await settled(unanswered)).toMatchObject({ kind: 'uncertain' });
  await clock.advance(60_000);
  void route.sim.checkRadio(toMsisdn('+33639980099'));
  await clock.advance(2000);
  expect(modem.pdus).toHaveLength(2);
  modem.say('+CMGS: 9', 'OK');
  await clock.advance(1000);
  expect(told.late).toEqual([]);
  await stop(route);
});
