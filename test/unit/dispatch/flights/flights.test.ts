import { beforeEach, describe, expect, test } from 'vitest';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import type { Claimed, Settlement } from '../../../../src/domain/messages/queue.ts';
import type { Answer } from '../../../support/dispatch/fake-route.ts';
import {
  B_FIRST,
  BOTH,
  EITHER,
  FlightRig,
  GRACE_MS,
  longText,
  ONLY_A,
  ONLY_B,
  REFERENCE,
  SPILL_MS,
} from '../../../support/dispatch/flight-rig.ts';
import { keyOf } from '../../../support/store/messages.ts';

let rig: FlightRig;
beforeEach(() => {
  rig = new FlightRig();
});

const kinds = (settlements: readonly Settlement[]) => settlements.map(({ kind }) => kind);
const long = (parts: number): Partial<Claimed> => ({ text: longText(parts), parts });
/** Answers by part: the first for part 1, and so on. */
const byPart =
  (...answers: readonly Answer[]) =>
  ({ part }: { part: number }): Answer =>
    answers[part - 1] ?? 'accepts';
const accept = (message: Claimed, part = 1) =>
  ({ kind: 'accepted', carrier: 'fake', carrierRef: `late/${message.id}/${part}` }) as const;

describe('a message that is handed to a route', () => {
  test('of one part is sent once that is accepted', async () => {
    const message = await rig.launch();
    expect(rig.take()).toMatchObject([{ kind: 'accepted', key: keyOf(message), route: 'a', whole: true }]);
    expect(rig.flights.inDoubt).toBe(0);
  });

  test('of several parts leaves in order, with one reference, and is whole with the last answer', async () => {
    rig.a.answers = byPart('silent', 'silent', 'silent');
    const message = await rig.launch(long(3));
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

  test('that no cut can divide fails by itself, and says that it is our fault', async () => {
    const message = await rig.launch({ text: '🌊'.repeat(200), encoding: 'gsm7', parts: 3 });
    expect(rig.take()).toMatchObject([
      { kind: 'ended', key: keyOf(message), state: 'failed', reason: expect.stringContaining('fault') },
    ]);
    await rig.launch();
    expect(kinds(rig.take())).toEqual(['accepted']);
  });

  test('is uncertain when the route breaks its word', async () => {
    rig.a.answers = () => 'rejects';
    await rig.launch({ onUncertain: 'hold' });
    expect(kinds(rig.take())).toEqual(['unanswered']);
    await rig.clock.advance(GRACE_MS);
    expect(rig.take()).toMatchObject([{ kind: 'ended', state: 'uncertain', evidence: 'a bug of the route' }]);
  });
});

describe('a message that is refused', () => {
  test('in one part for its own fault, while another has no answer, is uncertain after the grace, and not sent again', async () => {
    rig.a.answers = byPart('refusesMessage', 'timesOut');
    await rig.launch({ ...long(2), onUncertain: 'resend' });
    await rig.clock.advance(GRACE_MS);
    expect(rig.take().at(-1)).toMatchObject({
      kind: 'ended',
      state: 'uncertain',
      reason: 'the number is wrong',
    });
  });

  test('for its own fault fails with the reason, and goes nowhere else', async () => {
    rig.a.answers = () => 'refusesMessage';
    const message = await rig.launch();
    expect(rig.take()).toMatchObject([
      { kind: 'ended', key: keyOf(message), state: 'failed', reason: 'the number is wrong' },
    ]);
  });

  test('for the fault of its route goes into the lane without that, at once, and is no duplicate', async () => {
    rig.a.answers = () => 'refusesRoute';
    await rig.launch();
    expect(rig.take()).toMatchObject([
      { kind: 'requeued', lane: ONLY_B, dueAt: rig.clock.now(), possibleDuplicate: false },
    ]);
  });

  test('by every route fails with the reason of the last', async () => {
    rig.a.answers = () => 'refusesRoute';
    await rig.launch({ lane: ONLY_A });
    expect(rig.take()).toMatchObject([
      { kind: 'ended', state: 'failed', reason: 'the carrier refuses the sender' },
    ]);
  });

  test('without a word of whose fault it is goes elsewhere at once, and comes back only where no other is usable', async () => {
    rig.a.answers = () => 'refusesUnclear';
    await rig.launch();
    expect(rig.take()).toMatchObject([
      { kind: 'requeued', lane: B_FIRST, dueAt: rig.clock.now(), possibleDuplicate: false },
    ]);
  });

  test('without a word of whose fault it is, where there is no other route, is tried again after ever longer pauses', async () => {
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

  test('waits for the disk to know the lane, and is not forgotten while it does', async () => {
    rig.newLanes = 'promised';
    rig.a.answers = () => 'refusesRoute';
    await rig.launch();
    await rig.flights.close();
    expect(rig.take()).toMatchObject([{ kind: 'requeued', lane: ONLY_B }]);
  });

  test('is tried again later where it was when the disk refuses the new lane, not lost, and not at once', async () => {
    rig.newLanes = 'refused';
    rig.a.answers = () => 'refusesRoute';
    await rig.launch();
    expect(rig.take()).toMatchObject([
      { kind: 'requeued', lane: BOTH, avoidRouteUntil: rig.clock.now() + 5000 },
    ]);
  });
});

describe('a message that is put off', () => {
  test.each<[Answer, number]>([
    ['throttles', 1000],
    ['errs', 5000],
  ])(
    'by a route that %s may leave by another at once, and by this one after its time',
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

  test('waits for its time where there is no other route', async () => {
    rig.a.answers = () => 'errs';
    await rig.launch({ lane: ONLY_A });
    expect(rig.take()).toMatchObject([
      { kind: 'requeued', lane: ONLY_A, dueAt: rig.clock.now() + 5000, avoidRouteUntil: undefined },
    ]);
  });

  test('that never left is in the queue again at once, and for its own route a moment later', async () => {
    rig.a.answers = () => 'unsent';
    await rig.launch();
    await rig.launch({ lane: ONLY_A });
    const now = rig.clock.now();
    expect(rig.take()).toMatchObject([
      { kind: 'requeued', dueAt: now, avoidRouteUntil: now + 100, possibleDuplicate: false },
      { kind: 'requeued', dueAt: now + 100, avoidRouteUntil: undefined, possibleDuplicate: false },
    ]);
  });

  test('for the thousandth time without having left is paused as the first time', async () => {
    rig.a.answers = () => 'unsent';
    for (let attempt = 1; attempt <= 1100; attempt++)
      await rig.launch({ id: 1 as MessageId, attempt, lane: ONLY_A });
    const back = rig.take().at(-1);
    if (back?.kind !== 'requeued') throw new Error('it did not come back');
    expect(back.dueAt - back.at).toBe(100);
  });

  test('again and again by one route is open to every route of its lane, though that route carries others', async () => {
    rig.a.answers = () => 'errs';
    const message = await rig.launch();
    await rig.clock.advance(5001);
    await rig.launch({ ...message, attempt: 2 });
    const [first, second] = rig.take();
    expect(first).toMatchObject({ kind: 'requeued', lane: BOTH });
    expect(second).toMatchObject({ kind: 'requeued', lane: EITHER });
    expect(second).not.toHaveProperty('reservedUntil');
  });

  test('for longer than it may wait is open to others when that time is over, not when its own route is asked again', async () => {
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

  test('by a throttle, and is urgent, may try its route again at once: the pace is kept by the route', async () => {
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

  test('begins anew once it was sent: what comes of another message is another matter', async () => {
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

describe('a message that nobody answers for', () => {
  test('is told at once, and given up after the grace: held, it is uncertain', async () => {
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

  test('is sent again, elsewhere first, and marked, when the policy says so', async () => {
    rig.a.answers = () => 'timesOut';
    await rig.launch({ onUncertain: 'resend' });
    rig.take();
    await rig.clock.advance(GRACE_MS);
    expect(rig.take()).toMatchObject([
      { kind: 'requeued', lane: B_FIRST, dueAt: rig.clock.now(), possibleDuplicate: true },
    ]);
  });

  test('is sent again by the same route after a while where the disk refuses the new lane', async () => {
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

  test('is sent again ever more rarely: each time may be a duplicate', async () => {
    rig.a.answers = () => 'timesOut';
    let message = await rig.launch({ onUncertain: 'resend', lane: ONLY_A });
    const pauses: number[] = [];
    for (let attempt = 2; attempt < 8; attempt++) {
      await rig.clock.advance(GRACE_MS);
      const back = rig.take().at(-1);
      if (back?.kind !== 'requeued') throw new Error('it did not come back');
      // It is the only route.
      expect(back.avoidRouteUntil).toBeUndefined();
      pauses.push(back.dueAt - rig.clock.now());
      await rig.clock.advance(back.dueAt - rig.clock.now());
      message = await rig.launch({ ...message, attempt });
    }
    expect(pauses).toEqual([0, 10_000, 20_000, 40_000, 80_000, 160_000]);
  });

  test('is not sent again after its validity', async () => {
    rig.a.answers = () => 'timesOut';
    await rig.launch({ onUncertain: 'resend', validUntil: rig.clock.now() + GRACE_MS });
    await rig.clock.advance(GRACE_MS);
    expect(rig.take().at(-1)).toMatchObject({ kind: 'ended', state: 'uncertain' });
  });

  test('tells each part without an answer, and none that has one', async () => {
    rig.a.answers = byPart('accepts', 'timesOut', 'timesOut');
    const message = await rig.launch(long(3));
    expect(rig.take()).toMatchObject([
      { kind: 'accepted' },
      { kind: 'unanswered', key: keyOf(message, 2) },
      { kind: 'unanswered', key: keyOf(message, 3) },
    ]);
  });

  test('leaves its grace to the next start when the gateway stops', async () => {
    rig.a.answers = () => 'timesOut';
    await rig.launch({ onUncertain: 'hold' });
    rig.take();
    await rig.flights.close();
    expect(rig.take()).toEqual([]);
    expect(rig.clock.pending).toBe(0);
  });
});

describe('a late answer', () => {
  test('within the grace settles the message as if it had been in time', async () => {
    rig.a.answers = () => 'timesOut';
    const message = await rig.launch({ onUncertain: 'resend' });
    rig.take();
    rig.flights.late(keyOf(message), accept(message), 'a');
    expect(rig.take()).toMatchObject([{ kind: 'accepted', whole: true }]);
    await rig.clock.advance(GRACE_MS * 2);
    expect(rig.take()).toEqual([]);
  });

  test('that says no while the message waits to be sent again tells that the next attempt is no duplicate', async () => {
    rig.a.answers = () => 'timesOut';
    const message = await rig.launch({ ...long(2), onUncertain: 'resend' });
    await rig.clock.advance(GRACE_MS);
    rig.take();
    const no = { kind: 'retry', afterMs: 0, reason: 'slower', evidence: '', throttled: true } as const;
    rig.flights.late(keyOf(message, 1), no, 'a');
    const [first] = rig.take();
    expect(first).not.toHaveProperty('nothingTaken');
    rig.flights.late(keyOf(message, 2), no, 'a');
    expect(rig.take()).toMatchObject([{ kind: 'noted', nothingTaken: true }]);
  });

  test('for one of two parts leaves the other its grace', async () => {
    rig.a.answers = byPart('timesOut', 'timesOut');
    const message = await rig.launch({ ...long(2), onUncertain: 'hold' });
    rig.take();
    rig.flights.late(keyOf(message, 1), accept(message, 1), 'a');
    expect(rig.take()[0]).toMatchObject({ kind: 'accepted', whole: false });
    await rig.clock.advance(GRACE_MS);
    expect(rig.take()).toMatchObject([{ kind: 'ended', key: keyOf(message, 2), state: 'uncertain' }]);
  });

  test('that refuses within the grace ends the message', async () => {
    rig.a.answers = () => 'timesOut';
    const message = await rig.launch({ onUncertain: 'resend' });
    rig.take();
    const refused = {
      kind: 'refused',
      blame: 'message',
      reason: 'the number is wrong',
      evidence: '',
    } as const;
    rig.flights.late(keyOf(message), refused, 'a');
    expect(rig.take()).toMatchObject([{ kind: 'ended', state: 'failed' }]);
  });

  test('after the grace is for the disk to place, by its attempt', async () => {
    rig.a.answers = () => 'timesOut';
    const message = await rig.launch({ onUncertain: 'resend' });
    await rig.clock.advance(GRACE_MS);
    rig.take();
    rig.a.answers = () => 'silent';
    await rig.launch({ ...message, attempt: 2 });
    rig.flights.late(keyOf(message), accept(message), 'a');
    expect(rig.take()).toMatchObject([{ kind: 'acceptedLate', key: { attempt: 1 } }]);
    rig.a.answerSilent('accepts');
    await rig.clock.advance(0);
    expect(rig.take()).toMatchObject([{ kind: 'accepted', key: { attempt: 2 }, whole: true }]);
  });

  test.each([
    [
      { kind: 'refused', blame: 'message', reason: 'wrong', evidence: '' },
      { kind: 'ended', state: 'failed' },
    ],
    [{ kind: 'refused', blame: 'route', reason: 'wrong', evidence: '' }, { kind: 'noted' }],
    [
      { kind: 'retry', afterMs: 0, reason: 'later', evidence: '', throttled: false },
      { kind: 'noted', reason: 'late answer: later' },
    ],
  ] as const)('after the grace that is %o is kept as evidence at least', async (outcome, settlement) => {
    const message = await rig.launch();
    rig.take();
    rig.flights.late(keyOf(message), outcome, 'a');
    expect(rig.take()).toMatchObject([settlement]);
  });

  describe('that says no, of what is held and was given up', () => {
    const later = { kind: 'retry', afterMs: 1000, reason: 'slower', evidence: 'e', throttled: true } as const;
    const givenUp = async (own: Partial<Claimed> = {}) => {
      rig.a.answers = () => 'timesOut';
      const message = await rig.launch({ onUncertain: 'hold', ...own });
      await rig.clock.advance(GRACE_MS);
      rig.take();
      return message;
    };

    test('brings it back into the queue after a throttle: the carrier surely did not take it', async () => {
      const message = await givenUp();
      rig.flights.late(keyOf(message), later, 'a');
      expect(rig.take()).toMatchObject([
        { kind: 'requeued', key: keyOf(message), reason: 'slower', possibleDuplicate: false },
      ]);
    });

    test('sends it by another route after a refusal for the route, and fails it where there is none', async () => {
      const refused = { kind: 'refused', blame: 'route', reason: 'the sender', evidence: '' } as const;
      const message = await givenUp();
      rig.flights.late(keyOf(message), refused, 'a');
      expect(rig.take()).toMatchObject([{ kind: 'requeued', lane: ONLY_B, possibleDuplicate: false }]);
      const alone = await givenUp({ lane: ONLY_A });
      rig.flights.late(keyOf(alone), refused, 'a');
      expect(rig.take()).toMatchObject([{ kind: 'ended', state: 'failed', reason: 'the sender' }]);
    });

    test('to one of two parts leaves the message uncertain until the other is answered for, then sends what is missing', async () => {
      const message = await givenUp(long(2));
      rig.flights.late(keyOf(message, 2), later, 'a');
      expect(rig.take()).toMatchObject([{ kind: 'noted', key: keyOf(message, 2) }]);
      rig.flights.late(keyOf(message, 1), accept(message, 1), 'a');
      expect(rig.take()).toMatchObject([
        { kind: 'acceptedLate', key: keyOf(message, 1) },
        { kind: 'requeued', lane: BOTH, rest: { parts: [2] }, possibleDuplicate: false },
      ]);
    });

    test('and blames the message, to one of two parts, leaves it uncertain until the other is answered for', async () => {
      const refused = { kind: 'refused', blame: 'message', reason: 'the number', evidence: '' } as const;
      const message = await givenUp(long(2));
      rig.flights.late(keyOf(message, 2), refused, 'a');
      expect(rig.take()).toMatchObject([{ kind: 'noted', key: keyOf(message, 2) }]);
      rig.flights.late(keyOf(message, 1), accept(message, 1), 'a');
      expect(rig.take()).toMatchObject([
        { kind: 'acceptedLate' },
        { kind: 'ended', state: 'undelivered', reason: 'the number' },
      ]);
    });

    test('after it was answered for settles nothing twice', async () => {
      const message = await givenUp();
      rig.flights.late(keyOf(message), later, 'a');
      rig.take();
      rig.flights.late(keyOf(message), later, 'a');
      expect(rig.take()).toMatchObject([{ kind: 'noted' }]);
    });
  });
});

describe('what was being sent when the process ended', () => {
  const interrupted = (acceptedParts: readonly number[], own: Partial<Claimed> = {}) => {
    const message: Claimed = {
      id: 5 as Claimed['id'],
      to: '+33639980001' as Claimed['to'],
      from: 'PREFECTURE',
      text: longText(2),
      priority: 'normal',
      encoding: 'gsm7',
      flash: false,
      parts: 2,
      lane: BOTH,
      attempt: 3,
      validUntil: rig.clock.now() + 60_000,
      onUncertain: 'hold',
      concatReference: REFERENCE,
      ...own,
    };
    return { message, route: 'a', acceptedParts };
  };

  test('has only its unanswered parts in doubt, and is held after the grace', async () => {
    rig.flights.resume(interrupted([1]));
    expect(rig.take()).toMatchObject([
      { kind: 'unanswered', key: { messageId: 5, attempt: 3, part: 2 }, route: 'a' },
    ]);
    await rig.clock.advance(GRACE_MS);
    expect(rig.take()).toMatchObject([
      { kind: 'ended', state: 'uncertain', reason: 'the gateway ended before the answer came' },
    ]);
    expect(rig.a.submitted).toEqual([]);
  });

  test('is uncertain, and keeps no gateway from starting, when no cut can divide it', () => {
    rig.flights.resume(interrupted([], { text: '🌊'.repeat(200) }));
    expect(rig.take()).toMatchObject([
      { kind: 'ended', state: 'uncertain', reason: expect.stringContaining('fault') },
    ]);
    expect(rig.flights.inDoubt).toBe(0);
  });

  test('is sent again after the grace, marked, when the policy says so', async () => {
    rig.flights.resume(interrupted([], { onUncertain: 'resend' }));
    await rig.clock.advance(GRACE_MS);
    expect(rig.take().at(-1)).toMatchObject({ kind: 'requeued', possibleDuplicate: true });
  });

  test('was sent when each part is known as accepted', async () => {
    rig.flights.resume(interrupted([1, 2]));
    expect(rig.take()).toMatchObject([{ kind: 'acceptedLate', key: { messageId: 5, attempt: 3 } }]);
    expect(rig.flights.inDoubt).toBe(0);
  });
});
