import { expect, test } from 'vitest';
import {
  decisionOf,
  inOrderOfNeed,
  isOwn,
  lastLaunched,
  waitingOf,
} from '../../../../src/console/rooms/now/order.ts';
import type { Alert, Case } from '../../../../src/console/rooms/now/told.ts';

const call = (id: number, state: string, minute: number) =>
  ({ id, state, waitingSince: `2026-12-01T02:${10 + minute}:00.000Z` }) as Case;
const signed = (user: number, minute = 0) => ({
  by: { kind: 'user' as const, id: `user:${user}`, name: '' },
  at: `2026-12-01T02:${10 + minute}:00.000Z`,
});
const alert = (id: number, own: object = {}) =>
  ({
    id,
    created: null,
    submitted: null,
    launched: null,
    proposedUpdate: null,
    endOffer: null,
    shortOffer: null,
    ...own,
  }) as unknown as Alert & { readonly shortOffer: null };

test('whom nobody has taken comes first, and of these who waits longest', () => {
  const calls = [call(1, 'taken', 0), call(2, 'open', 9), call(3, 'open', 4), call(4, 'taken', 7)];
  expect(inOrderOfNeed(calls).map(({ id }) => id)).toEqual([3, 2, 1, 4]);
});

test('who wrote, handed in or proposed something does not approve it', () => {
  expect(isOwn(alert(1, { created: signed(7) }), 'alert', 7)).toBe(true);
  expect(isOwn(alert(1, { created: signed(8), submitted: signed(7) }), 'alert', 7)).toBe(true);
  expect(isOwn(alert(1, { proposedUpdate: { ...signed(7), what: 'update' } }), 'update', 7)).toBe(true);
  expect(isOwn(alert(1, { created: signed(77) }), 'alert', 7)).toBe(false);
});

test('the author of an alert may approve the correction that another proposed', () => {
  const corrected = alert(1, { created: signed(7), proposedUpdate: { ...signed(8), what: 'update' } });
  expect(waitingOf([], [corrected], true, 7)).toMatchObject([{ what: 'update', isMine: true, isOwn: false }]);
  expect(decisionOf(corrected, { approve: true, launch: true }, 7)).toBe('approve');
  expect(waitingOf([], [corrected], true, 8)).toMatchObject([{ isMine: false, isOwn: true }]);
});

test('what I may approve comes first, then the oldest; a proposed text waits as well', () => {
  const submitted = [
    alert(1, { created: signed(7), submitted: signed(7, 0) }),
    alert(2, { created: signed(8), submitted: signed(8, 5) }),
    alert(3, { created: signed(8), submitted: signed(8, 1) }),
  ];
  const going = [alert(4, { proposedUpdate: { ...signed(8, 3), what: 'cancel' } }), alert(5)];
  const told = waitingOf(submitted, going, true, 7);
  expect(told.map(({ alert: { id }, what, isMine }) => [id, what, isMine])).toEqual([
    [3, 'alert', true],
    [4, 'cancel', true],
    [2, 'alert', true],
    [1, 'alert', false],
  ]);
  expect(waitingOf(submitted, going, false, 7).some(({ isMine }) => isMine)).toBe(false);
});

test('the next decision is what somebody waits for, and for whom it is', () => {
  const may = { approve: true, launch: true };
  const short = { shortOffer: { messages: 3, eta: 9, shortEta: 4 } };
  const end = { endOffer: { at: '', people: 4 } };
  const update = { proposedUpdate: { ...signed(8), what: 'update' } };
  expect(decisionOf(alert(1, { ...short, ...end, ...update }), may, 7)).toBe('approve');
  expect(decisionOf(alert(1, { ...short, ...end, ...update }), may, 8)).toBe('shorten');
  expect(decisionOf(alert(1, end), may, 7)).toBe('end');
  expect(decisionOf(alert(1, { ...short, ...end }), { approve: false, launch: false }, 7)).toBe('look');
  expect(decisionOf(alert(1), may, 7)).toBe('look');
});

test('the last alert is the one that was launched last, not the one that was written last', () => {
  const alerts = [alert(3), alert(2, { launched: signed(7, 1) }), alert(1, { launched: signed(7, 5) })];
  expect(lastLaunched(alerts)?.id).toBe(1);
  expect(lastLaunched([alert(3)])).toBeUndefined();
});
