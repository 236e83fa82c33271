import { beforeEach, describe, expect, test } from 'vitest';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import { BOTH, FlightRig, GRACE_MS, longText, REFERENCE } from '../../../support/dispatch/flight-rig.ts';

let rig: FlightRig;
beforeEach(() => {
  rig = new FlightRig();
});

describe('a message that was being sent when the process ended', () => {
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

  test('has only its unanswered parts in doubt, and with onUncertain hold is uncertain after the grace period for late answers', async () => {
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

  test('is uncertain, and does not keep the gateway from starting, if its text cannot be cut into parts', () => {
    rig.flights.resume(interrupted([], { text: '🌊'.repeat(200) }));
    expect(rig.take()).toMatchObject([
      { kind: 'ended', state: 'uncertain', reason: expect.stringContaining('fault') },
    ]);
    expect(rig.flights.inDoubt).toBe(0);
  });

  test('with onUncertain resend is queued again after the grace period for late answers, as a possible duplicate', async () => {
    rig.flights.resume(interrupted([], { onUncertain: 'resend' }));
    await rig.clock.advance(GRACE_MS);
    expect(rig.take().at(-1)).toMatchObject({ kind: 'requeued', possibleDuplicate: true });
  });

  test('is sent if the disk has every part of it as accepted', async () => {
    rig.flights.resume(interrupted([1, 2]));
    expect(rig.take()).toMatchObject([{ kind: 'acceptedLate', key: { messageId: 5, attempt: 3 } }]);
    expect(rig.flights.inDoubt).toBe(0);
  });
});
