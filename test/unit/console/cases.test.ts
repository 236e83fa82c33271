import { expect, test } from 'vitest';
import type { CaseEntry } from '../../../src/console/api/types/cases.ts';
import { newCries } from '../../../src/console/live/new-cries.ts';
import { historyLine, outcomeKey, phoneOf } from '../../../src/console/rooms/inbox/cases/history-line.ts';
import { byWaiting, waitedNow } from '../../../src/console/rooms/inbox/cases/waited.ts';
import { searchOf } from '../../../src/console/rooms/inbox/messages/search-of.ts';

test('a call waits by what the gateway said, and not by the clock of this machine', () => {
  expect(waitedNow(90, 1_000_000, 1_010_900)).toBe(100);
  // The clock of the machine was set back since.
  expect(waitedNow(90, 1_000_000, 900_000)).toBe(90);
});

test('the longest waiting call is on top', () => {
  const at = (id: number, waitingSince: string) => ({ id, waitingSince });
  const cases = [
    at(3, '2026-11-26T03:05:00.000Z'),
    at(2, '2026-11-26T03:01:00.000Z'),
    at(1, '2026-11-26T03:05:00.000Z'),
  ];
  expect(byWaiting(cases).map(({ id }) => id)).toEqual([2, 1, 3]);
});

test('a call is new if it was not there before; at the first look none is', () => {
  expect(newCries(undefined, [1, 2])).toEqual([]);
  expect(newCries(new Set([1]), [1, 2])).toEqual([2]);
});

const entry = (action: CaseEntry['action'], detail: CaseEntry['detail'] = {}, id = 'user:1'): CaseEntry => ({
  at: '2026-11-26T03:00:00.000Z',
  by: { kind: 'user', id, name: 'Anna' },
  action,
  detail,
});

test.each([
  [entry('open', { inboxId: 7 }, 'phone:+33639980001'), 'did_open'],
  [entry('open', { inboxId: 7 }), 'did_openByHand'],
  [entry('take'), 'did_take'],
  [entry('take', { from: 'Bruno' }), 'did_takeFrom'],
  [entry('hand', { to: 'Équipe 3', from: 'Bruno' }), 'did_handFrom'],
  [entry('reopen', {}, 'phone:+33639980001'), 'did_reopenByPhone'],
  [entry('reopen'), 'did_reopen'],
] as const)('the line %# of a history has the word for who did what', (one, key) => {
  expect(historyLine(one, 'Anna', []).key).toBe(key);
});

test('a line of a history quotes a note, or the message that it is about, and counts the phones that were paged', () => {
  const messages = [{ id: 7, text: 'sos' }];
  expect(historyLine(entry('cry', { inboxId: 7 }), '', messages).said).toBe('sos');
  expect(historyLine(entry('cry', { inboxId: 8 }), '', messages).said).toBeUndefined();
  expect(historyLine(entry('note', { text: 'On my way' }), 'Anna', messages).said).toBe('On my way');
  expect(historyLine(entry('page', { phones: 3 }), '', []).values).toEqual({ count: 3, n: 3 });
});

test('an outcome that this console does not know is told as another one, never as helped', () => {
  expect(outcomeKey('helped')).toBe('outcomeHelped');
  expect(outcomeKey('toString')).toBe('outcomeOther');
  expect(outcomeKey(null)).toBe('outcomeOther');
});

test('a step by SMS is told from one by a user', () => {
  expect(phoneOf(entry('take', {}, 'phone:+33639980001'))).toBe('+33639980001');
  expect(phoneOf(entry('take'))).toBeUndefined();
});

test.each([
  ['', {}],
  ['06 39 98 00 01', { from: '0639980001' }],
  ['+33 (6) 39.98-00-01', { from: '+33639980001' }],
  ['112', { text: '112' }],
  ['+33 (0)6 39 98 00 42', { from: '+33639980042' }],
  ['rue 1234', { text: 'rue 1234' }],
])('"%s" in the search asks for a number or for words', (written, asked) => {
  expect(searchOf(written)).toEqual(asked);
});
