import { beforeEach, describe, expect, test } from 'vitest';
import { LEAST_PAUSE_MS } from '../../../../src/dispatch/flights/pauses.ts';
import {
  B_FIRST,
  BOTH,
  byPart,
  FlightRig,
  GRACE_MS,
  longMessage,
  ONLY_A,
  ONLY_B,
} from '../../../support/dispatch/flight-rig.ts';
import { keyOf } from '../../../support/store/messages.ts';

let rig: FlightRig;
beforeEach(() => {
  rig = new FlightRig();
});

describe('a message that is refused', () => {
  test('is uncertain, and not sent again, if the refusal of one part blames the message and another part has no answer', async () => {
    rig.a.answers = byPart('refusesMessage', 'timesOut');
    await rig.launch({ ...longMessage(2), onUncertain: 'resend' });
    await rig.clock.advance(GRACE_MS);
    expect(rig.take().at(-1)).toMatchObject({
      kind: 'ended',
      state: 'uncertain',
      reason: 'the number is wrong',
    });
  });

  test('fails with the reason, and goes by no other route, when the refusal blames the message', async () => {
    rig.a.answers = () => 'refusesMessage';
    const message = await rig.launch();
    expect(rig.take()).toMatchObject([
      { kind: 'ended', key: keyOf(message), state: 'failed', reason: 'the number is wrong' },
    ]);
  });

  test('goes by another route at once, not as a possible duplicate, if the refusal blames the route', async () => {
    rig.a.answers = () => 'refusesRoute';
    await rig.launch();
    expect(rig.take()).toMatchObject([
      { kind: 'requeued', lane: ONLY_B, dueAt: rig.clock.now(), possibleDuplicate: false },
    ]);
  });

  test('fails with the last reason when every route has refused it', async () => {
    rig.a.answers = () => 'refusesRoute';
    await rig.launch({ lane: ONLY_A });
    expect(rig.take()).toMatchObject([
      { kind: 'ended', state: 'failed', reason: 'the carrier refuses the sender' },
    ]);
  });

  test('goes by another route at once if the refusal blames nobody, and by its own route only if no other is usable', async () => {
    rig.a.answers = () => 'refusesUnclear';
    await rig.launch();
    expect(rig.take()).toMatchObject([
      {
        ...{ kind: 'requeued', lane: B_FIRST, dueAt: rig.clock.now(), possibleDuplicate: false },
        avoidRouteUntil: rig.clock.now() + LEAST_PAUSE_MS,
      },
    ]);
  });

  test('is tried again by its only route after pauses of 1 s to 60 s if the refusal blames nobody', async () => {
    rig.a.answers = () => 'refusesUnclear';
    let message = await rig.launch({ lane: ONLY_A });
    const pauses: number[] = [];
    for (let attempt = 2; attempt < 10; attempt++) {
      const back = rig.take().at(-1);
      if (back?.kind !== 'requeued') throw new Error('it did not come back');
      pauses.push(back.dueAt - rig.clock.now());
      message = await rig.launch({ ...message, attempt });
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  });

  test('is put back into the queue when its new lane is on disk, even if the gateway is stopping', async () => {
    rig.newLanes = 'promised';
    rig.a.answers = () => 'refusesRoute';
    await rig.launch();
    await rig.flights.close();
    expect(rig.take()).toMatchObject([{ kind: 'requeued', lane: ONLY_B }]);
  });

  test('is put back into its old lane, and not given to its route for 5 s, if the disk refuses the new lane', async () => {
    rig.newLanes = 'refused';
    rig.a.answers = () => 'refusesRoute';
    await rig.launch();
    expect(rig.take()).toMatchObject([
      { kind: 'requeued', lane: BOTH, avoidRouteUntil: rig.clock.now() + 5000 },
    ]);
  });
});
