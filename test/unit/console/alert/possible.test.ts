import { expect, test } from 'vitest';
import { possibleFor } from '../../../../src/console/rooms/alert/acts/possible.ts';

const NOW = Date.parse('2026-11-26T03:00:00Z');
const BEFORE = '2026-11-26T02:00:00Z';
const LATER = '2026-11-26T06:00:00Z';
const people = {
  total: 12,
  suppressed: 0,
  toReach: 12,
  reached: 8,
  unconfirmed: 1,
  inDoubt: 0,
  underWay: 0,
  notReached: 3,
};

const possible = (own: object = {}) =>
  possibleFor(
    {
      state: 'completed',
      waves: [{ kind: 'first' }],
      progress: { people, toCome: 0, byState: {} },
      expiresAt: null,
      endsAt: LATER,
      proposedUpdate: null,
      ...own,
    } as unknown as Parameters<typeof possibleFor>[0],
    NOW,
  );

test('an alert that people have can be corrected, taken back, repeated and ended', () => {
  expect(possible()).toEqual({
    update: true,
    cancel: true,
    end: true,
    resend: { silent: true, undelivered: true },
    whyNoUpdate: undefined,
  });
});

test.each(['cancel', 'end'])('nothing follows an alert after its %s, also if it was stopped then', (kind) => {
  const waves = [{ kind: 'first' }, { kind }];
  expect(possible({ state: 'stopped', waves })).toMatchObject({ update: false, cancel: false, end: false });
});

test('an alert whose danger is over takes no correction and is not sent again, and says why', () => {
  expect(possible({ expiresAt: BEFORE, endsAt: BEFORE })).toEqual({
    update: false,
    cancel: true,
    end: true,
    resend: { silent: false, undelivered: false },
    whyNoUpdate: 'overNoUpdate',
  });
});

test('once the validity is over only those whom nothing reached get it again', () => {
  expect(possible({ endsAt: BEFORE }).resend).toEqual({ silent: false, undelivered: true });
});

test('while a cancel waits for a second person, no correction and no repetition is offered', () => {
  expect(possible({ proposedUpdate: { what: 'cancel' } })).toMatchObject({
    update: false,
    resend: { silent: false, undelivered: false },
    whyNoUpdate: 'cancelWaits',
  });
  expect(possible({ proposedUpdate: { what: 'update' } }).update).toBe(true);
});

test('a paused alert can be taken back, and is corrected only after it was resumed', () => {
  expect(possible({ state: 'paused' })).toMatchObject({
    update: false,
    cancel: true,
    whyNoUpdate: 'pausedNoUpdate',
  });
});

test('an alert that nobody has, and that is over, has nobody to tell anything', () => {
  const none = { ...people, reached: 0, unconfirmed: 0, notReached: 12 };
  const progress = { people: none, toCome: 0, byState: {} };
  expect(possible({ state: 'stopped', progress })).toMatchObject({ update: false, cancel: false });
});

test('an alert that has ended by its state is followed while its figures, which are older, have people who wait', () => {
  const older = { ...people, reached: 0, unconfirmed: 0, notReached: 0, underWay: 12 };
  const progress = { people: older, toCome: 0, byState: { queued: 12 } };
  expect(possible({ progress })).toMatchObject({ update: true, cancel: true, end: true });
});
