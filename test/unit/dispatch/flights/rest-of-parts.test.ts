import { beforeEach, describe, expect, test } from 'vitest';
import type { Claimed, Settlement } from '../../../../src/domain/messages/queue.ts';
import { FOREVER } from '../../../../src/domain/messages/queue.ts';
import type { Answer } from '../../../support/dispatch/fake-route.ts';
import {
  BOTH,
  EITHER,
  FlightRig,
  GRACE_MS,
  longText,
  ONLY_A,
  REFERENCE,
  SPILL_MS,
} from '../../../support/dispatch/flight-rig.ts';
import { keyOf } from '../../../support/store/messages.ts';

let rig: FlightRig;
beforeEach(() => {
  rig = new FlightRig();
});

const long = (parts: number, own: Partial<Claimed> = {}): Partial<Claimed> => ({
  text: longText(parts),
  parts,
  ...own,
});
const byPart =
  (...answers: readonly Answer[]) =>
  ({ part }: { part: number }): Answer =>
    answers[part - 1] ?? 'accepts';
const accept = (message: Claimed, part = 1) =>
  ({ kind: 'accepted', carrier: 'fake', carrierRef: `late/${message.id}/${part}` }) as const;
type Requeued = Extract<Settlement, { kind: 'requeued' }>;
const lastBack = (): Requeued => {
  const back = rig.take().at(-1);
  if (back?.kind !== 'requeued') throw new Error('it did not come back');
  return back;
};
/** As the store claims what came back for the route that has some of it. */
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
    'and held has the others wait for that route for as long as it takes when it %s: nothing is sent twice',
    async (answer, afterMs) => {
      rig.a.answers = byPart('accepts', answer, 'accepts', answer);
      await rig.launch(long(4, { onUncertain: 'hold' }));
      expect(lastBack()).toMatchObject({
        lane: BOTH,
        dueAt: rig.clock.now() + afterMs,
        reservedUntil: FOREVER,
        rest: { parts: [2, 4], since: rig.clock.now() },
        possibleDuplicate: false,
      });
    },
  );

  test('has only the missing parts handed over when it is claimed again, in the same attempt and with the same reference', async () => {
    rig.a.answers = byPart('accepts', 'errs', 'accepts');
    const message = await rig.launch(long(3, { onUncertain: 'hold' }));
    const back = lastBack();
    rig.a.answers = () => 'accepts';
    await goOn(message, back, [1, 3]);
    expect(rig.a.given).toEqual([1, 2, 3, 2].map((part) => `${message.id}/1/${part}`));
    expect(rig.a.submitted.every(({ reference }) => reference === REFERENCE)).toBe(true);
    expect(rig.take()).toMatchObject([{ kind: 'accepted', key: keyOf(message, 2), whole: true }]);
  });

  test('comes back with what is still missing as often as it takes, after ever longer pauses', async () => {
    rig.a.answers = byPart('accepts', 'errs');
    const message = await rig.launch(long(2, { onUncertain: 'hold' }));
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

  test('and resent goes on where it was until others of its lane may take a message that waits, and not longer', async () => {
    rig.a.answers = byPart('accepts', 'errs');
    await rig.launch(long(2, { onUncertain: 'resend' }));
    expect(lastBack()).toMatchObject({
      lane: EITHER,
      dueAt: rig.clock.now(),
      avoidRouteUntil: rig.clock.now() + 5000,
      reservedUntil: rig.clock.now() + SPILL_MS,
      rest: { parts: [2] },
      possibleDuplicate: false,
    });
  });

  test('waits from its first second, not from each time that it comes back', async () => {
    rig.a.answers = byPart('accepts', 'throttles');
    const message = await rig.launch(long(2, { onUncertain: 'resend' }));
    const spillAt = rig.clock.now() + SPILL_MS;
    await rig.clock.advance(3000);
    await goOn(message, lastBack(), [1]);
    expect(lastBack().reservedUntil).toBe(spillAt);
  });

  test('waits twice as long each time that it was sent anew: every time may be a duplicate', async () => {
    rig.a.answers = byPart('accepts', 'errs');
    rig.b.answers = byPart('accepts', 'errs');
    let message = await rig.launch(long(2, { onUncertain: 'resend' }));
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

  test('has a moment to leave by its route though others may take it since long ago', async () => {
    rig.a.window = 1;
    rig.a.answers = () => 'silent';
    const rest = { parts: [2, 3], accepted: [1], since: rig.clock.now() - 60_000 };
    const { id } = await rig.launch(long(3, { onUncertain: 'resend', rest }));
    await rig.clock.advance(900);
    rig.a.answerSilent('accepts');
    await rig.clock.advance(0);
    expect(rig.a.given).toEqual([`${id}/1/2`, `${id}/1/3`]);
  });

  test('and resent, where there is no other route, is gone on with by its own', async () => {
    rig.a.answers = byPart('accepts', 'throttles');
    await rig.launch(long(2, { onUncertain: 'resend', lane: ONLY_A }));
    const back = lastBack();
    expect(back).toMatchObject({ lane: ONLY_A, rest: { parts: [2] }, avoidRouteUntil: undefined });
    expect(back.dueAt).toBeGreaterThan(rig.clock.now());
    expect(back.reservedUntil).toBeLessThan(FOREVER);
  });

  test('and resent goes elsewhere at once, marked, when the route refuses the others for good', async () => {
    rig.a.answers = byPart('accepts', 'refusesRoute');
    await rig.launch(long(2, { onUncertain: 'resend' }));
    const back = lastBack();
    expect(back).toMatchObject({ possibleDuplicate: true, dueAt: rig.clock.now() });
    expect(back).not.toHaveProperty('rest');
  });

  test('comes back with what had not left when the gateway stops', async () => {
    rig.a.window = 3;
    rig.a.answers = () => 'silent';
    await rig.launch(long(4, { onUncertain: 'hold' }));
    expect(rig.a.submitted).toHaveLength(2);
    rig.closeRunners();
    rig.a.answerSilent('accepts');
    await rig.clock.advance(0);
    await rig.flights.close();
    expect(lastBack()).toMatchObject({ rest: { parts: [3, 4] }, possibleDuplicate: false });
    expect(rig.clock.pending).toBe(0);
  });
});

describe('a long message of which a part has no answer and others surely did not leave', () => {
  const halfDone = async (own: Partial<Claimed> = {}) => {
    rig.a.answers = byPart('accepts', 'timesOut', 'throttles');
    const message = await rig.launch(long(3, { onUncertain: 'hold', ...own }));
    return message;
  };

  test('has those follow while the doubt lasts, when it is held', async () => {
    await halfDone();
    expect(rig.take()).toMatchObject([
      { kind: 'accepted' },
      { kind: 'unanswered', key: { part: 2 } },
      { kind: 'requeued', rest: { parts: [3] }, possibleDuplicate: false },
    ]);
  });

  test('is uncertain after the grace once those have left, with the part named that has no answer', async () => {
    const message = await halfDone();
    rig.a.answers = () => 'accepts';
    await goOn(message, lastBack(), [1]);
    expect(rig.a.given.at(-1)).toBe(`${message.id}/1/3`);
    await rig.clock.advance(GRACE_MS);
    expect(rig.take().at(-1)).toMatchObject({ kind: 'ended', state: 'uncertain', key: { part: 2 } });
  });

  test('is whole when its late answer comes while the others wait in the queue', async () => {
    const message = await halfDone();
    const back = lastBack();
    rig.flights.late(keyOf(message, 2), accept(message, 2), 'a');
    expect(rig.take()).toMatchObject([{ kind: 'acceptedLate', key: keyOf(message, 2) }]);
    rig.a.answers = () => 'accepts';
    await goOn(message, back, [1, 2]);
    expect(rig.take()).toMatchObject([{ kind: 'accepted', key: keyOf(message, 3), whole: true }]);
    expect(rig.flights.inDoubt).toBe(0);
  });

  test('is whole when its late answer comes while the others are with the route again', async () => {
    const message = await halfDone();
    rig.a.answers = () => 'silent';
    await goOn(message, lastBack(), [1]);
    expect(rig.flights.inDoubt).toBe(1);
    rig.flights.late(keyOf(message, 2), accept(message, 2), 'a');
    expect(rig.take()).toMatchObject([{ kind: 'accepted', key: keyOf(message, 2), whole: false }]);
    rig.a.answerSilent('accepts');
    await rig.clock.advance(0);
    expect(rig.take()).toMatchObject([{ kind: 'accepted', key: keyOf(message, 3), whole: true }]);
    expect(rig.flights.inDoubt).toBe(0);
  });

  test('sends that part too when its late answer says no while the others wait in the queue', async () => {
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
    'is undelivered, not failed, when its late answer blames the message while it waits in the queue, under %s',
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

  test('is uncertain, not failed, when a late answer blames the message and another part has none', async () => {
    rig.a.answers = byPart('timesOut', 'timesOut', 'throttles');
    const message = await rig.launch(long(3, { onUncertain: 'hold' }));
    rig.take();
    const refused = { kind: 'refused', blame: 'message', reason: 'the number', evidence: '' } as const;
    rig.flights.late(keyOf(message, 2), refused, 'a');
    expect(rig.take()).toMatchObject([{ kind: 'ended', state: 'uncertain', reason: 'the number' }]);
    rig.flights.late(keyOf(message, 1), accept(message, 1), 'a');
    expect(rig.take()).toMatchObject([{ kind: 'acceptedLate' }, { kind: 'ended', state: 'undelivered' }]);
  });

  test('is sent anew after the grace when it is resent', async () => {
    await halfDone({ onUncertain: 'resend' });
    expect(rig.take().map(({ kind }) => kind)).toEqual(['accepted', 'unanswered']);
    await rig.clock.advance(GRACE_MS);
    expect(lastBack()).toMatchObject({ possibleDuplicate: true });
  });
});
