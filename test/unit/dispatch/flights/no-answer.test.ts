import { beforeEach, describe, expect, test } from 'vitest';
import {
  B_FIRST,
  BOTH,
  byPart,
  FlightRig,
  GRACE_MS,
  longMessage,
  ONLY_A,
} from '../../../support/dispatch/flight-rig.ts';
import { keyOf } from '../../../support/store/messages.ts';

let rig: FlightRig;
beforeEach(() => {
  rig = new FlightRig();
});

describe('a message that gets no answer', () => {
  test('is written as unanswered at once, and is uncertain after the grace period if onUncertain is hold', async () => {
    rig.a.answers = () => 'timesOut';
    const message = await rig.launch({ onUncertain: 'hold' });
    expect(rig.take()).toMatchObject([
      { kind: 'unanswered', key: keyOf(message), reason: 'uncertain: no answer in time' },
    ]);
    await rig.clock.advance(GRACE_MS - 1);
    expect(rig.take()).toEqual([]);
    await rig.clock.advance(1);
    expect(rig.take()).toMatchObject([{ kind: 'ended', state: 'uncertain', reason: 'no answer in time' }]);
    expect(rig.flights.inDoubt).toBe(0);
  });

  test('is queued again after the grace period if onUncertain is resend, for another route first, as a possible duplicate', async () => {
    rig.a.answers = () => 'timesOut';
    await rig.launch({ onUncertain: 'resend' });
    rig.take();
    await rig.clock.advance(GRACE_MS);
    expect(rig.take()).toMatchObject([
      { kind: 'requeued', lane: B_FIRST, dueAt: rig.clock.now(), possibleDuplicate: true },
    ]);
  });

  test('is queued again as no possible duplicate if a late answer refuses it while its new lane is written', async () => {
    const written = Promise.withResolvers<void>();
    rig.newLanes = written.promise;
    rig.a.answers = () => 'timesOut';
    const message = await rig.launch({ onUncertain: 'resend' });
    await rig.clock.advance(GRACE_MS);
    rig.flights.late(
      keyOf(message),
      { kind: 'retry', afterMs: 0, reason: 'slower', evidence: '', throttled: true },
      'a',
    );
    rig.take();
    written.resolve();
    await rig.flights.close();
    expect(rig.take()).toMatchObject([{ kind: 'requeued', lane: B_FIRST, possibleDuplicate: false }]);
  });

  test('is sent again by the same route 5 s later if the disk refuses the lane that puts other routes first', async () => {
    rig.newLanes = 'refused';
    rig.a.answers = () => 'timesOut';
    await rig.launch({ onUncertain: 'resend' });
    await rig.clock.advance(GRACE_MS);
    expect(rig.take().at(-1)).toMatchObject({
      lane: BOTH,
      avoidRouteUntil: rig.clock.now() + 5000,
      possibleDuplicate: true,
    });
  });

  test('is sent again after pauses that double from 10 s on, since each time may be a duplicate', async () => {
    rig.a.answers = () => 'timesOut';
    let message = await rig.launch({ onUncertain: 'resend', lane: ONLY_A });
    const pauses: number[] = [];
    for (let attempt = 2; attempt < 8; attempt++) {
      await rig.clock.advance(GRACE_MS);
      const back = rig.take().at(-1);
      if (back?.kind !== 'requeued') throw new Error('it did not come back');
      // Its only route must not be kept off the message.
      expect(back.avoidRouteUntil).toBeUndefined();
      pauses.push(back.dueAt - rig.clock.now());
      await rig.clock.advance(back.dueAt - rig.clock.now());
      message = await rig.launch({ ...message, attempt });
    }
    expect(pauses).toEqual([0, 10_000, 20_000, 40_000, 80_000, 160_000]);
  });

  test('is not sent again after its validity has ended', async () => {
    rig.a.answers = () => 'timesOut';
    await rig.launch({ onUncertain: 'resend', validUntil: rig.clock.now() + GRACE_MS });
    await rig.clock.advance(GRACE_MS);
    expect(rig.take().at(-1)).toMatchObject({ kind: 'ended', state: 'uncertain' });
  });

  test('has each part without an answer written as unanswered, and no other part', async () => {
    rig.a.answers = byPart('accepts', 'timesOut', 'timesOut');
    const message = await rig.launch(longMessage(3));
    expect(rig.take()).toMatchObject([
      { kind: 'accepted' },
      { kind: 'unanswered', key: keyOf(message, 2) },
      { kind: 'unanswered', key: keyOf(message, 3) },
    ]);
  });

  test('stays in doubt until the next start if the gateway stops during the grace period', async () => {
    rig.a.answers = () => 'timesOut';
    await rig.launch({ onUncertain: 'hold' });
    rig.take();
    await rig.flights.close();
    expect(rig.take()).toEqual([]);
    expect(rig.clock.pending).toBe(0);
  });
});
