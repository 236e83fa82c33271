import { beforeEach, describe, expect, test } from 'vitest';
import type { Claimed, Settlement } from '../../../../src/domain/messages/queue.ts';
import { FOREVER } from '../../../../src/domain/messages/queue.ts';
import type { Answer } from '../../../support/dispatch/fake-route.ts';
import {
  BOTH,
  byPart,
  EITHER,
  FlightRig,
  GRACE_MS,
  lateAccept,
  longMessage,
  ONLY_A,
  REFERENCE,
  SPILL_MS,
} from '../../../support/dispatch/flight-rig.ts';
import { keyOf } from '../../../support/store/messages.ts';

let rig: FlightRig;
beforeEach(() => {
  rig = new FlightRig();
});

type Requeued = Extract<Settlement, { kind: 'requeued' }>;
const lastBack = (): Requeued => {
  const back = rig.take().at(-1);
  if (back?.kind !== 'requeued') throw new Error('it did not come back');
  return back;
};
/** Claims the rest of the parts for the route that has taken the others, as the store does. */
const goOn = async (message: Claimed, back: Requeued, accepted: readonly number[]) => {
  // After a throttle the next part leaves at the rate of the start, 10 ms later, not in the same moment.
  await rig.clock.advance(10);
  return rig.launch({ ...message, lane: back.lane, rest: { parts: [], since: 0, ...back.rest, accepted } });
};

describe('a long message of which the route has taken some parts', () => {
  test.each<[Answer, number]>([
    ['throttles', 1000],
    ['errs', 5000],
    ['refusesUnclear', 1000],
    ['refusesRoute', 1000],
    ['unsent', 100],
  ])(
    'with onUncertain hold keeps the missing parts for that route if it %s, for as long as it takes, so that no part is sent twice',
    async (answer, afterMs) => {
      rig.a.answers = byPart('accepts', answer, 'accepts', answer);
      await rig.launch(longMessage(4, { onUncertain: 'hold' }));
      expect(lastBack()).toMatchObject({
        lane: BOTH,
        dueAt: rig.clock.now() + afterMs,
        reservedUntil: FOREVER,
        rest: { parts: [2, 4], since: rig.clock.now() },
        possibleDuplicate: false,
      });
    },
  );

  test('with onUncertain resend goes anew by another route, and each part that its route refused is written down', async () => {
    rig.a.answers = byPart('accepts', 'refusesRoute', 'accepts', 'refusesRoute');
    const message = await rig.launch(longMessage(4, { onUncertain: 'resend' }));
    const told = rig.take().filter(({ kind }) => kind !== 'accepted');
    expect(told).toMatchObject([
      { kind: 'noted', key: keyOf(message, 4) },
      { kind: 'requeued', key: keyOf(message, 2), possibleDuplicate: true },
    ]);
  });

  test('has only the missing parts sent when it is claimed again, in the same attempt and with the same reference', async () => {
    rig.a.answers = byPart('accepts', 'errs', 'accepts');
    const message = await rig.launch(longMessage(3, { onUncertain: 'hold' }));
    const back = lastBack();
    rig.a.answers = () => 'accepts';
    await goOn(message, back, [1, 3]);
    expect(rig.a.given).toEqual([1, 2, 3, 2].map((part) => `${message.id}/1/${part}`));
    expect(rig.a.submitted.every(({ reference }) => reference === REFERENCE)).toBe(true);
    expect(rig.take()).toMatchObject([{ kind: 'accepted', key: keyOf(message, 2), whole: true }]);
  });

  test('is put back with its missing parts until they are accepted, after pauses of 5 s to 60 s', async () => {
    rig.a.answers = byPart('accepts', 'errs');
    const message = await rig.launch(longMessage(2, { onUncertain: 'hold' }));
    const pauses: number[] = [];
    for (let time = 0; time < 6; time++) {
      const back = lastBack();
      expect(back.rest?.parts).toEqual([2]);
      pauses.push(back.dueAt - rig.clock.now());
      await goOn(message, back, [1]);
    }
    expect(pauses).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    expect(rig.a.given.filter((key) => key.endsWith('/1'))).toHaveLength(1);
  });

  test('with onUncertain resend keeps the missing parts for that route until spillAfter is over, and not longer', async () => {
    rig.a.answers = byPart('accepts', 'errs');
    await rig.launch(longMessage(2, { onUncertain: 'resend' }));
    expect(lastBack()).toMatchObject({
      lane: EITHER,
      dueAt: rig.clock.now(),
      avoidRouteUntil: rig.clock.now() + 5000,
      reservedUntil: rig.clock.now() + SPILL_MS,
      rest: { parts: [2] },
      possibleDuplicate: false,
    });
  });

  test('has spillAfter counted from its first part, not from each time that it is put back', async () => {
    rig.a.answers = byPart('accepts', 'throttles');
    const message = await rig.launch(longMessage(2, { onUncertain: 'resend' }));
    const spillAt = rig.clock.now() + SPILL_MS;
    await rig.clock.advance(3000);
    await goOn(message, lastBack(), [1]);
    expect(lastBack().reservedUntil).toBe(spillAt);
  });

  test('waits for its route twice as long after each time that it was sent anew, since each time may be a duplicate', async () => {
    rig.a.answers = byPart('accepts', 'errs');
    rig.b.answers = byPart('accepts', 'errs');
    let message = await rig.launch(longMessage(2, { onUncertain: 'resend' }));
    const waits: number[] = [];
    for (let attempt = 2; attempt < 6; attempt++) {
      const at = rig.clock.now();
      const until = lastBack().reservedUntil ?? 0;
      waits.push(until - at);
      await rig.clock.advance(until - at);
      message = await rig.launch({ ...message, lane: BOTH, attempt }, attempt % 2 === 0 ? rig.b : rig.a);
    }
    expect(waits).toEqual([5000, 10_000, 20_000, 40_000]);
  });

  test('that is claimed long after spillAfter has 1 s for its missing parts to leave by its route', async () => {
    rig.a.window = 1;
    rig.a.answers = () => 'silent';
    const rest = { parts: [2, 3], accepted: [1], since: rig.clock.now() - 60_000 };
    const { id } = await rig.launch(longMessage(3, { onUncertain: 'resend', rest }));
    await rig.clock.advance(900);
    rig.a.answerSilent('accepts');
    await rig.clock.advance(0);
    expect(rig.a.given).toEqual([`${id}/1/2`, `${id}/1/3`]);
  });

  test('with onUncertain resend has the missing parts sent by its own route if there is no other', async () => {
    rig.a.answers = byPart('accepts', 'throttles');
    await rig.launch(longMessage(2, { onUncertain: 'resend', lane: ONLY_A }));
    const back = lastBack();
    expect(back).toMatchObject({ lane: ONLY_A, rest: { parts: [2] }, avoidRouteUntil: undefined });
    expect(back.dueAt).toBeGreaterThan(rig.clock.now());
    expect(back.reservedUntil).toBeLessThan(FOREVER);
  });

  test('with onUncertain resend goes by another route at once, as a possible duplicate, if its own route refuses the missing parts for good', async () => {
    rig.a.answers = byPart('accepts', 'refusesRoute');
    await rig.launch(longMessage(2, { onUncertain: 'resend' }));
    const back = lastBack();
    expect(back).toMatchObject({ possibleDuplicate: true, dueAt: rig.clock.now() });
    expect(back).not.toHaveProperty('rest');
  });

  test('is put back with the parts that have not left when the gateway stops', async () => {
    rig.a.window = 3;
    rig.a.answers = () => 'silent';
    await rig.launch(longMessage(4, { onUncertain: 'hold' }));
    expect(rig.a.submitted).toHaveLength(2);
    rig.closeRunners();
    rig.a.answerSilent('accepts');
    await rig.clock.advance(0);
    await rig.flights.close();
    expect(lastBack()).toMatchObject({ rest: { parts: [3, 4] }, possibleDuplicate: false });
    expect(rig.clock.pending).toBe(0);
  });
});

describe('a long message of which one part has no answer and another part was throttled', () => {
  const halfDone = async (own: Partial<Claimed> = {}) => {
    rig.a.answers = byPart('accepts', 'timesOut', 'throttles');
    const message = await rig.launch(longMessage(3, { onUncertain: 'hold', ...own }));
    return message;
  };

  test('with onUncertain hold has the throttled part sent again while the unanswered part is in doubt', async () => {
    await halfDone();
    expect(rig.take()).toMatchObject([
      { kind: 'accepted' },
      { kind: 'unanswered', key: { part: 2 } },
      { kind: 'requeued', rest: { parts: [3] }, possibleDuplicate: false },
    ]);
  });

  test('is uncertain after the grace period once the throttled part has left, and names the part without an answer', async () => {
    const message = await halfDone();
    rig.a.answers = () => 'accepts';
    await goOn(message, lastBack(), [1]);
    expect(rig.a.given.at(-1)).toBe(`${message.id}/1/3`);
    await rig.clock.advance(GRACE_MS);
    expect(rig.take().at(-1)).toMatchObject({ kind: 'ended', state: 'uncertain', key: { part: 2 } });
  });

  test('is not judged by what this node remembers of a part that another node has sent meanwhile', async () => {
    rig.a.answers = byPart('timesOut', 'throttles', 'throttles');
    const message = await rig.launch(longMessage(3, { onUncertain: 'hold' }));
    expect(lastBack()).toMatchObject({ rest: { parts: [2, 3] } });
    rig.a.answers = () => 'accepts';
    // The other node had no answer to part 2.
    const rest = { parts: [3], since: 0, accepted: [], elsewhere: true } as const;
    await rig.clock.advance(10);
    await rig.launch({ ...message, lane: BOTH, rest });
    await rig.clock.advance(GRACE_MS);
    const settled = rig.take();
    expect(settled.filter(({ kind }) => kind === 'requeued')).toEqual([]);
    expect(settled.at(-1)).toMatchObject({ kind: 'ended', state: 'uncertain' });
  });

  test('is sent completely if the late answer comes while the throttled part waits in the queue', async () => {
    const message = await halfDone();
    const back = lastBack();
    rig.flights.late(keyOf(message, 2), lateAccept(message, 2), 'a');
    expect(rig.take()).toMatchObject([{ kind: 'acceptedLate', key: keyOf(message, 2) }]);
    rig.a.answers = () => 'accepts';
    await goOn(message, back, [1, 2]);
    expect(rig.take()).toMatchObject([{ kind: 'accepted', key: keyOf(message, 3), whole: true }]);
    expect(rig.flights.inDoubt).toBe(0);
  });

  test('is sent completely if the late answer comes while the route has the throttled part again', async () => {
    const message = await halfDone();
    rig.a.answers = () => 'silent';
    await goOn(message, lastBack(), [1]);
    expect(rig.flights.inDoubt).toBe(1);
    rig.flights.late(keyOf(message, 2), lateAccept(message, 2), 'a');
    expect(rig.take()).toMatchObject([{ kind: 'accepted', key: keyOf(message, 2), whole: false }]);
    rig.a.answerSilent('accepts');
    await rig.clock.advance(0);
    expect(rig.take()).toMatchObject([{ kind: 'accepted', key: keyOf(message, 3), whole: true }]);
    expect(rig.flights.inDoubt).toBe(0);
  });

  test('has the unanswered part sent again too if its late answer says no while the throttled part waits in the queue', async () => {
    const message = await halfDone();
    const back = lastBack();
    rig.flights.late(
      keyOf(message, 2),
      { kind: 'retry', afterMs: 1000, reason: 'slower', evidence: '', throttled: true },
      'a',
    );
    expect(rig.take()).toMatchObject([{ kind: 'noted' }]);
    rig.a.answers = () => 'accepts';
    await goOn(message, back, [1]);
    expect(rig.take()).toMatchObject([
      { kind: 'accepted', key: keyOf(message, 3), whole: false },
      { kind: 'requeued', rest: { parts: [2] }, possibleDuplicate: false },
    ]);
  });

  test.each(['hold', 'resend'] as const)(
    'is undelivered, not failed, if the late answer blames the message while it waits in the queue, with onUncertain %s',
    async (onUncertain) => {
      const message = await halfDone({ onUncertain });
      await rig.clock.advance(GRACE_MS);
      rig.take();
      const refused = { kind: 'refused', blame: 'message', reason: 'the number', evidence: '' } as const;
      rig.flights.late(keyOf(message, 2), refused, 'a');
      expect(rig.take()).toMatchObject([
        { kind: 'ended', state: 'undelivered', key: keyOf(message, 2), reason: 'the number' },
      ]);
    },
  );

  test('is uncertain, not failed, if a late answer blames the message and another part has no answer', async () => {
    rig.a.answers = byPart('timesOut', 'timesOut', 'throttles');
    const message = await rig.launch(longMessage(3, { onUncertain: 'hold' }));
    rig.take();
    const refused = { kind: 'refused', blame: 'message', reason: 'the number', evidence: '' } as const;
    rig.flights.late(keyOf(message, 2), refused, 'a');
    expect(rig.take()).toMatchObject([{ kind: 'ended', state: 'uncertain', reason: 'the number' }]);
    rig.flights.late(keyOf(message, 1), lateAccept(message, 1), 'a');
    expect(rig.take()).toMatchObject([{ kind: 'acceptedLate' }, { kind: 'ended', state: 'undelivered' }]);
  });

  test('with onUncertain resend is sent anew after the grace period', async () => {
    await halfDone({ onUncertain: 'resend' });
    expect(rig.take().map(({ kind }) => kind)).toEqual(['accepted', 'unanswered']);
    await rig.clock.advance(GRACE_MS);
    expect(lastBack()).toMatchObject({ possibleDuplicate: true });
  });
});
