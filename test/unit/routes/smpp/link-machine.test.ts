import { describe, expect, test } from 'vitest';
import { deadlineOf, step } from '../../../../src/routes/smpp/link/link-machine.ts';
import type { LinkEvent, LinkState } from '../../../../src/routes/smpp/link/link-state.ts';
import {
  binding,
  bound,
  connecting,
  dismissed,
  retiring,
  rules,
  run,
  T0,
  waiting,
} from '../../../support/smpp/link-run.ts';

describe('a link that comes up', () => {
  test('dials, binds, and is bound', () => {
    const { state, effects } = run(
      { phase: 'idle' },
      [{ type: 'start' }, T0],
      [{ type: 'connected', generation: 1 }, T0 + 20],
      [{ type: 'bindAnswer', generation: 1, status: 0 }, T0 + 40],
    );
    expect(effects).toEqual([['dial'], ['bind'], []]);
    expect(state).toEqual({ phase: 'bound', generation: 1, since: T0 + 40, failures: 0, enquiry: undefined });
  });

  test('ignores a second start', () => {
    expect(run({ phase: 'idle' }, [{ type: 'start' }, T0], [{ type: 'start' }, T0]).effects[1]).toEqual([]);
  });
});

describe('a bind or connection that fails:', () => {
  test('a refused connection is dialled again after a pause', () => {
    const { state, effects } = run(
      connecting,
      [{ type: 'closed', generation: 3, reason: 'refused' }, T0],
      [{ type: 'tick', heardAt: 0 }, T0 + 1499],
      [{ type: 'tick', heardAt: 0 }, T0 + 1500],
    );
    expect(effects).toEqual([['close'], [], ['dial']]);
    expect(state).toMatchObject({ phase: 'connecting', generation: 4, failures: 3, reason: 'refused' });
  });

  test('a connection that is never answered is given up after the bind time-out', () => {
    const { state, effects } = run(connecting, [{ type: 'tick', heardAt: 0 }, T0 + 5000]);
    expect(effects).toEqual([['close']]);
    expect(state).toMatchObject({ phase: 'waiting', reason: 'the carrier does not answer the connection' });
  });

  test('a bind that is never answered is given up after the bind time-out', () => {
    const { state } = run(
      connecting,
      [{ type: 'connected', generation: 3 }, T0 + 4999],
      [{ type: 'tick', heardAt: 0 }, T0 + 9998],
      [{ type: 'tick', heardAt: 0 }, T0 + 9999],
    );
    expect(state).toMatchObject({ phase: 'waiting', reason: 'the carrier does not answer the bind' });
  });

  test.each([
    ['a wrong password', 0x0e, 'the carrier refuses the password (ESME_RINVPASWD)'],
    ['an unknown systemId', 0x0f, 'the carrier does not know the systemId (ESME_RINVSYSID)'],
    [
      'a session that the carrier still holds',
      0x05,
      'the carrier says that the account is already bound (ESME_RALYBND)',
    ],
  ])('%s makes the bind be tried again for ever, with the longest pause', (_, status, reason) => {
    const { state, effects } = run({ ...binding, failures: 0 }, [
      { type: 'bindAnswer', generation: 3, status },
      T0,
    ]);
    expect(effects).toEqual([['close']]);
    expect(state).toMatchObject({ phase: 'waiting', until: T0 + 22_500, reason });
  });

  test('any other refusal of the bind is followed by a bind after the shortest pause', () => {
    const { state } = run({ ...binding, failures: 0 }, [
      { type: 'bindAnswer', generation: 3, status: 0x0d },
      T0,
    ]);
    expect(state).toMatchObject({ phase: 'waiting', until: T0 + 375 });
  });
});

describe('a bound link', () => {
  test('sends enquire_link once the carrier was silent for the enquire_link interval', () => {
    expect(deadlineOf(bound, T0 + 100, rules)).toBe(T0 + 30_100);
    const { state, effects } = run(
      bound,
      [{ type: 'tick', heardAt: T0 + 100 }, T0 + 30_099],
      [{ type: 'tick', heardAt: T0 + 100 }, T0 + 30_100],
    );
    expect(effects).toEqual([[], ['enquire']]);
    expect(deadlineOf(state, T0 + 100, rules)).toBe(T0 + 40_100);
  });

  test('is given up, unbinding first, when enquire_link goes unanswered', () => {
    const { state, effects } = run(
      bound,
      [{ type: 'tick', heardAt: T0 }, T0 + 30_000],
      [{ type: 'tick', heardAt: T0 }, T0 + 40_000],
    );
    expect(effects[1]).toEqual(['unbind', 'close']);
    expect(state).toMatchObject({ phase: 'waiting', reason: 'the carrier no longer answers (enquire_link)' });
  });

  test('counts as alive at any PDU, such as the generic_nack of a carrier that knows no enquire_link', () => {
    const { state } = run(
      bound,
      [{ type: 'tick', heardAt: T0 }, T0 + 30_000],
      [{ type: 'heard', generation: 3 }, T0 + 30_050],
      [{ type: 'tick', heardAt: T0 + 30_050 }, T0 + 40_000],
    );
    expect(state).toMatchObject({ phase: 'bound', enquiry: undefined });
  });

  test('is suspect when a submit timed out and no PDU came: it sends enquire_link at once, and takes no more submits', () => {
    const { state, effects } = run(bound, [{ type: 'silent', generation: 3 }, T0 + 10_000]);
    expect(effects).toEqual([['enquire']]);
    expect(state).toMatchObject({ enquiry: { deadline: T0 + 20_000, suspect: true } });
  });

  test('that becomes suspect while an enquire_link is unanswered keeps the earlier deadline for the answer', () => {
    const { state, effects } = run(
      bound,
      [{ type: 'tick', heardAt: T0 }, T0 + 30_000],
      [{ type: 'silent', generation: 3 }, T0 + 35_000],
    );
    expect(effects[1]).toEqual([]);
    expect(state).toMatchObject({ enquiry: { deadline: T0 + 40_000, suspect: true } });
  });

  test('is unbound and closed at a frame that breaks the protocol, and dialled again', () => {
    const { state, effects } = run(bound, [
      { type: 'broken', generation: 3, reason: 'a frame of 3 octets' },
      T0,
    ]);
    expect(effects).toEqual([['unbind', 'close']]);
    expect(state).toMatchObject({ phase: 'waiting', reason: 'a frame of 3 octets' });
  });

  test('that lived for a second or more resets the back-off when it is lost', () => {
    const lost = (at: number) => run(bound, [{ type: 'closed', generation: 3, reason: 'reset' }, at]).state;
    expect(lost(T0 + 1000)).toMatchObject({ failures: 1, until: T0 + 1000 + 375 });
    expect(lost(T0 + 999)).toMatchObject({ failures: 5, until: T0 + 999 + 6000 });
  });
});

describe('a carrier that ends the session', () => {
  const dismissal: LinkEvent = { type: 'dismissed', generation: 3, inFlight: 2, reason: 'unbind' };

  test('may answer the submits in flight, and the link closes at the last answer', () => {
    const { state, effects } = run(
      bound,
      [dismissal, T0 + 5000],
      [{ type: 'drained', generation: 3 }, T0 + 5100],
    );
    expect(effects).toEqual([[], ['close']]);
    expect(state).toMatchObject({ phase: 'waiting', reason: 'unbind' });
  });

  test('has until the response time-out to answer the submits in flight', () => {
    const { effects } = run(bound, [dismissal, T0 + 5000], [{ type: 'tick', heardAt: T0 }, T0 + 15_000]);
    expect(effects).toEqual([[], ['close']]);
  });

  test('is disconnected at once when no submit is in flight', () => {
    expect(run(bound, [{ ...dismissal, inFlight: 0 }, T0]).effects).toEqual([['close']]);
  });
});

describe('the socket from before a reconnect', () => {
  test.each<LinkEvent>([
    { type: 'connected', generation: 2 },
    { type: 'bindAnswer', generation: 2, status: 0 },
    { type: 'heard', generation: 2 },
    { type: 'silent', generation: 2 },
    { type: 'dismissed', generation: 2, inFlight: 0, reason: 'old' },
    { type: 'drained', generation: 2 },
    { type: 'unbindAnswer', generation: 2 },
    { type: 'broken', generation: 2, reason: 'old' },
    { type: 'closed', generation: 2, reason: 'old' },
  ])('is ignored with its event $type', (event) => {
    for (const state of [connecting, binding, bound, waiting, dismissed, retiring]) {
      expect(step(state, event, T0 + 1, rules)).toEqual({ state, effects: [] });
    }
  });

  test('that closes during the back-off pause does not delay the next dial', () => {
    const event: LinkEvent = { type: 'closed', generation: 3, reason: 'again' };
    expect(step(waiting, event, T0, rules)).toEqual({ state: waiting, effects: [] });
  });
});

describe('an event of a link at the wrong time', () => {
  test.each<readonly [string, LinkState, LinkEvent]>([
    ['a second connection', binding, { type: 'connected', generation: 3 }],
    ['an answer to a bind that was answered', bound, { type: 'bindAnswer', generation: 3, status: 0 }],
    ['silence before the bind', binding, { type: 'silent', generation: 3 }],
    ['a dismissal before the bind', binding, { type: 'dismissed', generation: 3, inFlight: 0, reason: 'x' }],
    ['the last answer of a link in use', bound, { type: 'drained', generation: 3 }],
    ['an answer to an unbind that was not sent', bound, { type: 'unbindAnswer', generation: 3 }],
    [
      'a socket that closes during the pause before the next dial',
      waiting,
      { type: 'closed', generation: 3, reason: 'x' },
    ],
    ['a tick before the start', { phase: 'idle' }, { type: 'tick', heardAt: 0 }],
  ])('%s changes nothing', (_, state, event) => {
    expect(step(state, event, T0 - 1, rules)).toEqual({ state, effects: [] });
  });

  test('a link that is not started, or is stopped, has no timer', () => {
    expect(deadlineOf({ phase: 'idle' }, T0, rules)).toBeUndefined();
    expect(deadlineOf({ phase: 'stopped' }, T0, rules)).toBeUndefined();
  });
});
