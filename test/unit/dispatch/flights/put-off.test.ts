import { beforeEach, describe, expect, test } from 'vitest';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import type { Answer } from '../../../support/dispatch/fake-route.ts';
import { BOTH, EITHER, FlightRig, ONLY_A, SPILL_MS } from '../../../support/dispatch/flight-rig.ts';

let rig: FlightRig;
beforeEach(() => {
  rig = new FlightRig();
});

describe('a message that its route puts off (a throttle, a temporary error, or no part was sent)', () => {
  test.each<[Answer, number]>([
    ['throttles', 1000],
    ['errs', 5000],
  ])(
    'may leave by another route at once if its route %s, and by its own route after a pause',
    async (answer, ms) => {
      rig.a.answers = () => answer;
      await rig.launch();
      expect(rig.take()).toMatchObject([
        {
          kind: 'requeued',
          lane: BOTH,
          dueAt: rig.clock.now(),
          avoidRouteUntil: rig.clock.now() + ms,
          possibleDuplicate: false,
        },
      ]);
    },
  );

  test('waits for the pause if there is no other route', async () => {
    rig.a.answers = () => 'errs';
    await rig.launch({ lane: ONLY_A });
    expect(rig.take()).toMatchObject([
      { kind: 'requeued', lane: ONLY_A, dueAt: rig.clock.now() + 5000, avoidRouteUntil: undefined },
    ]);
  });

  test('may leave by another route at once if no part has left, and by its own route 100 ms later', async () => {
    rig.a.answers = () => 'unsent';
    await rig.launch();
    await rig.launch({ lane: ONLY_A });
    const now = rig.clock.now();
    expect(rig.take()).toMatchObject([
      { kind: 'requeued', dueAt: now, avoidRouteUntil: now + 100, possibleDuplicate: false },
      { kind: 'requeued', dueAt: now + 100, avoidRouteUntil: undefined, possibleDuplicate: false },
    ]);
  });

  test('has a pause of 100 ms even at the 1100th time that no part has left', async () => {
    rig.a.answers = () => 'unsent';
    for (let attempt = 1; attempt <= 1100; attempt++)
      await rig.launch({ id: 1 as MessageId, attempt, lane: ONLY_A });
    const back = rig.take().at(-1);
    if (back?.kind !== 'requeued') throw new Error('it did not come back');
    expect(back.dueAt - back.at).toBe(100);
  });

  test('may leave by every route of its lane after spillAfter, even if its own route carries other messages', async () => {
    rig.a.answers = () => 'errs';
    const message = await rig.launch();
    await rig.clock.advance(5001);
    await rig.launch({ ...message, attempt: 2 });
    const [first, second] = rig.take();
    expect(first).toMatchObject({ kind: 'requeued', lane: BOTH });
    expect(second).toMatchObject({ kind: 'requeued', lane: EITHER });
    expect(second).not.toHaveProperty('reservedUntil');
  });

  test('may leave by other routes when spillAfter is over, even if the pause of its own route lasts longer', async () => {
    rig.a.answers = () => 'errs';
    const message = await rig.launch();
    const begunAt = rig.clock.now();
    await rig.clock.advance(1000);
    await rig.launch({ ...message, attempt: 2 });
    expect(rig.take().at(-1)).toMatchObject({
      lane: EITHER,
      reservedUntil: begunAt + SPILL_MS,
      avoidRouteUntil: rig.clock.now() + 10_000,
    });
  });

  test('is tried again after 100 ms to 1 s if it is critical and throttled, since the pacer of the route limits the rate', async () => {
    rig.a.answers = () => 'throttles';
    let message = await rig.launch({ lane: ONLY_A, priority: 'critical' });
    const pauses: number[] = [];
    for (let attempt = 2; attempt < 8; attempt++) {
      const back = rig.take().at(-1);
      if (back?.kind !== 'requeued') throw new Error('it did not come back');
      pauses.push(back.dueAt - back.at);
      message = await rig.launch({ ...message, attempt });
      await rig.clock.advance(5000);
    }
    expect(pauses).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  test('has its tries counted from 0 after an attempt that the route accepted', async () => {
    rig.a.answers = () => 'errs';
    const message = await rig.launch();
    rig.a.answers = () => 'accepts';
    await rig.launch({ ...message, attempt: 2 });
    await rig.clock.advance(60_000);
    rig.a.answers = () => 'errs';
    await rig.launch({ ...message, attempt: 3 });
    expect(rig.take().at(-1)).toMatchObject({ kind: 'requeued', lane: BOTH });
  });
});
