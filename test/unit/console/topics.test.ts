import { expect, test } from 'vitest';
import { topicsOf } from '../../../src/console/live/topics.ts';

test('an event makes the lists of its subject old, and a gap all of them', () => {
  expect(topicsOf('alert.completed')).toEqual(['alerts', 'schedules']);
  expect(topicsOf('case.opened')).toEqual(['cases']);
  expect(topicsOf('gap')).toBe('all');
});

test('the progress of an alert, told each second, makes no list old', () => {
  expect(topicsOf('alert.progress')).toEqual([]);
});
