import { beforeEach, describe, expect, test } from 'vitest';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  BOTH,
  byPart,
  FlightRig,
  GRACE_MS,
  lateAccept,
  longMessage,
  ONLY_A,
  ONLY_B,
} from '../../../support/dispatch/flight-rig.ts';
import { keyOf } from '../../../support/store/messages.ts';

let rig: FlightRig;
beforeEach(() => {
  rig = new FlightRig();
});

describe('a late answer', () => {
  test('within the grace period settles the message as an answer in time would', async () => {
    rig.a.answers = () => 'timesOut';
    const message = await rig.launch({ onUncertain: 'resend' });
    rig.take();
    rig.flights.late(keyOf(message), lateAccept(message), 'a');
    expect(rig.take()).toMatchObject([{ kind: 'accepted', whole: true }]);
    await rig.clock.advance(GRACE_MS * 2);
    expect(rig.take()).toEqual([]);
  });

  test('that says no to each part, while the message waits to be sent again, takes the mark of a possible duplicate away', async () => {
    rig.a.answers = () => 'timesOut';
    const message = await rig.launch({ ...longMessage(2), onUncertain: 'resend' });
    await rig.clock.advance(GRACE_MS);
    rig.take();
    const no = { kind: 'retry', afterMs: 0, reason: 'slower', evidence: '', throttled: true } as const;
    rig.flights.late(keyOf(message, 1), no, 'a');
    const [first] = rig.take();
    expect(first).not.toHaveProperty('nothingTaken');
    rig.flights.late(keyOf(message, 2), no, 'a');
    expect(rig.take()).toMatchObject([{ kind: 'noted', nothingTaken: true }]);
  });

  test('to one of two parts leaves the other part in doubt until the grace period ends', async () => {
    rig.a.answers = byPart('timesOut', 'timesOut');
    const message = await rig.launch({ ...longMessage(2), onUncertain: 'hold' });
    rig.take();
    rig.flights.late(keyOf(message, 1), lateAccept(message, 1), 'a');
    expect(rig.take()[0]).toMatchObject({ kind: 'accepted', whole: false });
    await rig.clock.advance(GRACE_MS);
    expect(rig.take()).toMatchObject([{ kind: 'ended', key: keyOf(message, 2), state: 'uncertain' }]);
  });

  test('that refuses within the grace period ends the message', async () => {
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

  test('after the grace period is written for the attempt that it names, not for the current attempt', async () => {
    rig.a.answers = () => 'timesOut';
    const message = await rig.launch({ onUncertain: 'resend' });
    await rig.clock.advance(GRACE_MS);
    rig.take();
    rig.a.answers = () => 'silent';
    await rig.launch({ ...message, attempt: 2 });
    rig.flights.late(keyOf(message), lateAccept(message), 'a');
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
  ] as const)(
    'to a message that is not in doubt is at least written as evidence: %o',
    async (outcome, settlement) => {
      const message = await rig.launch();
      rig.take();
      rig.flights.late(keyOf(message), outcome, 'a');
      expect(rig.take()).toMatchObject([settlement]);
    },
  );

  describe('that says no to a message with onUncertain hold which is uncertain already', () => {
    const later = { kind: 'retry', afterMs: 1000, reason: 'slower', evidence: 'e', throttled: true } as const;
    const givenUp = async (own: Partial<Claimed> = {}) => {
      rig.a.answers = () => 'timesOut';
      const message = await rig.launch({ onUncertain: 'hold', ...own });
      await rig.clock.advance(GRACE_MS);
      rig.take();
      return message;
    };

    test('puts the message back into the queue if it is a throttle, since the carrier surely did not take the message', async () => {
      const message = await givenUp();
      rig.flights.late(keyOf(message), later, 'a');
      expect(rig.take()).toMatchObject([
        { kind: 'requeued', key: keyOf(message), reason: 'slower', possibleDuplicate: false },
      ]);
    });

    test('sends the message by another route if it blames the route, and fails the message if there is no other route', async () => {
      const refused = { kind: 'refused', blame: 'route', reason: 'the sender', evidence: '' } as const;
      const message = await givenUp();
      rig.flights.late(keyOf(message), refused, 'a');
      expect(rig.take()).toMatchObject([{ kind: 'requeued', lane: ONLY_B, possibleDuplicate: false }]);
      const alone = await givenUp({ lane: ONLY_A });
      rig.flights.late(keyOf(alone), refused, 'a');
      expect(rig.take()).toMatchObject([{ kind: 'ended', state: 'failed', reason: 'the sender' }]);
    });

    test('to one of two parts leaves the message uncertain until the other part is answered; then the missing part is sent', async () => {
      const message = await givenUp(longMessage(2));
      rig.flights.late(keyOf(message, 2), later, 'a');
      expect(rig.take()).toMatchObject([{ kind: 'noted', key: keyOf(message, 2) }]);
      rig.flights.late(keyOf(message, 1), lateAccept(message, 1), 'a');
      expect(rig.take()).toMatchObject([
        { kind: 'acceptedLate', key: keyOf(message, 1) },
        { kind: 'requeued', lane: BOTH, rest: { parts: [2] }, possibleDuplicate: false },
      ]);
    });

    test('to one of two parts, and blames the message, leaves the message uncertain until the other part is answered', async () => {
      const refused = { kind: 'refused', blame: 'message', reason: 'the number', evidence: '' } as const;
      const message = await givenUp(longMessage(2));
      rig.flights.late(keyOf(message, 2), refused, 'a');
      expect(rig.take()).toMatchObject([{ kind: 'noted', key: keyOf(message, 2) }]);
      rig.flights.late(keyOf(message, 1), lateAccept(message, 1), 'a');
      expect(rig.take()).toMatchObject([
        { kind: 'acceptedLate' },
        { kind: 'ended', state: 'undelivered', reason: 'the number' },
      ]);
    });

    test('changes nothing when it comes a second time', async () => {
      const message = await givenUp();
      rig.flights.late(keyOf(message), later, 'a');
      rig.take();
      rig.flights.late(keyOf(message), later, 'a');
      expect(rig.take()).toMatchObject([{ kind: 'noted' }]);
    });
  });
});
