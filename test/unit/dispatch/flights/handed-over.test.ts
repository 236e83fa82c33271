import { beforeEach, describe, expect, test } from 'vitest';
import { byPart, FlightRig, GRACE_MS, kinds, longMessage } from '../../../support/dispatch/flight-rig.ts';
import { keyOf } from '../../../support/store/messages.ts';

let rig: FlightRig;
beforeEach(() => {
  rig = new FlightRig();
});

describe('a message that is handed to a route', () => {
  test('is sent once its only part is accepted', async () => {
    const message = await rig.launch();
    expect(rig.take()).toMatchObject([{ kind: 'accepted', key: keyOf(message), route: 'a', whole: true }]);
    expect(rig.flights.inDoubt).toBe(0);
  });

  test('leaves part by part in order, with one concatenation reference, and is sent with the last answer', async () => {
    rig.a.answers = byPart('silent', 'silent', 'silent');
    const message = await rig.launch(longMessage(3));
    expect(rig.a.submitted.map(({ part, parts, reference }) => [part, parts, reference])).toEqual([
      [1, 3, 77],
      [2, 3, 77],
      [3, 3, 77],
    ]);
    expect(rig.a.submitted.map(({ text }) => text).join('')).toBe(message.text);
    rig.a.answerSilent('accepts');
    await rig.clock.advance(0);
    expect(rig.take().map((one) => one.kind === 'accepted' && one.whole)).toEqual([false, false, true]);
  });

  test('fails, without harm to others, if its text cannot be cut into parts, and the reason is a fault of the gateway', async () => {
    const message = await rig.launch({ text: '🌊'.repeat(200), encoding: 'gsm7', parts: 3 });
    expect(rig.take()).toMatchObject([
      { kind: 'ended', key: keyOf(message), state: 'failed', reason: expect.stringContaining('fault') },
    ]);
    await rig.launch();
    expect(kinds(rig.take())).toEqual(['accepted']);
  });

  test('is uncertain if the promise of the route rejects, which is a bug of the route', async () => {
    rig.a.answers = () => 'rejects';
    await rig.launch({ onUncertain: 'hold' });
    expect(kinds(rig.take())).toEqual(['unanswered']);
    await rig.clock.advance(GRACE_MS);
    expect(rig.take()).toMatchObject([{ kind: 'ended', state: 'uncertain', evidence: 'a bug of the route' }]);
  });
});
