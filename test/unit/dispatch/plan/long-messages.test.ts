import { describe, expect, test } from 'vitest';
import type { WaitingClass } from '../../../../src/dispatch/plan/backlog.ts';
import { LongMessages } from '../../../../src/dispatch/plan/long-messages.ts';

const classOf = (lane: number): WaitingClass => ({
  lane,
  priority: 'critical',
  messages: 1,
  nextDueAt: 0,
  touched: false,
  servedAt: 0,
  partsEach: 3,
  taken: 0,
  added: 1,
});
const modem = (now: number) => ({ id: 'modem-1', lengths: { now, most: 10 }, msUntilRoom: () => 120_000 });
const HOUR = 3_600_000;
const waiting = ({ nextDueAt }: WaitingClass) => nextDueAt <= HOUR;

/** A modem that has passed over a message of three parts of the class, long ago. */
const passedOver = () => {
  const long = new LongMessages();
  const wave = classOf(7);
  long.note(wave, 'modem-1', { parts: 3 }, 0);
  return { long, wave };
};

describe('a route that saves its parts for a long message that it passed over', () => {
  test('lets nothing else out as long as the message waits', () => {
    const { long } = passedOver();
    expect(long.mayClaim(classOf(1), modem(2), HOUR, waiting)).toBe('none');
  });

  test('sends again when the wave of the message is held, as after a stop or a pause', () => {
    const { long } = passedOver();
    expect(long.mayClaim(classOf(1), modem(2), HOUR, ({ lane }) => lane !== 7)).toBe('all');
  });

  test('sends again when the class of the message is empty, since another route took it', () => {
    const { long, wave } = passedOver();
    wave.messages = 0;
    expect(long.mayClaim(classOf(1), modem(2), HOUR, waiting)).toBe('all');
  });

  test('sends again while the message is put off to a later time', () => {
    const { long, wave } = passedOver();
    wave.nextDueAt = 2 * HOUR;
    expect(long.mayClaim(classOf(1), modem(2), HOUR, waiting)).toBe('all');
  });

  test('sends again if it has room for the message for half a minute, and does not get it', () => {
    const { long, wave } = passedOver();
    expect(long.mayClaim(classOf(1), modem(5), HOUR, waiting)).toBe('none');
    expect(long.mayClaim(wave, modem(5), HOUR, waiting)).toBe('all');
    expect(long.mayClaim(classOf(1), modem(5), HOUR + 30_000, waiting)).toBe('all');
  });
});
