import { expect, test } from 'vitest';
import { laterThan, wordOfApproval } from '../../../../src/console/rooms/alert/before/approval-word.ts';

const NOW = Date.parse('2026-11-26T03:00:00Z');

test('an alert whose time is to come goes out then, and one whose time is past at once', () => {
  expect(laterThan({ scheduledAt: '2026-11-27T03:00:00Z' }, NOW)).toBe('2026-11-27T03:00:00Z');
  expect(laterThan({ scheduledAt: '2026-11-26T02:59:00Z' }, NOW)).toBeUndefined();
  expect(laterThan({ scheduledAt: null }, NOW)).toBeUndefined();
});

test('the button of an approval never says that it sends at once what waits for its time', () => {
  expect(wordOfApproval({ launchOnApproval: true }, true)).toBe('schedule');
  expect(wordOfApproval({ launchOnApproval: true }, false)).toBe('send');
  expect(wordOfApproval({ launchOnApproval: false }, true)).toBe('approve');
});
