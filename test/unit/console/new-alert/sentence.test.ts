import { expect, test } from 'vitest';
import {
  carriers,
  doneAt,
  spoken,
  startOf,
  strong,
} from '../../../../src/console/rooms/new-alert/logic/sentence.ts';

test('what counts most stands out in the sentence, and the rest is as the words say', () => {
  expect(spoken(`${strong(0)} to ${strong(1)} now.`, ['Crue', '12 people'])).toEqual([
    { text: 'Crue', isStrong: true },
    { text: ' to ', isStrong: false },
    { text: '12 people', isStrong: true },
    { text: ' now.', isStrong: false },
  ]);
});

test('a title that looks like a word of ours is put in as it is', () => {
  const title = '{{people}} **bold** <b>x</b>';
  expect(spoken(`${strong(0)}.`, [title])[0]).toEqual({ text: title, isStrong: true });
});

test('the time at which it is done is a clock time, and unknown where nothing goes as things are', () => {
  expect(doneAt({ eta: 9.5 }, 1000)).toBe(10_500);
  expect(doneAt({ eta: null }, 1000)).toBeUndefined();
});

test('only routes that can send are named', () => {
  const routes = [
    { route: 'orange', usable: true },
    { route: 'sfr', usable: false },
    { route: 'modem-1', usable: true },
  ];
  expect(carriers(routes)).toEqual(['orange', 'modem-1']);
});

test('what is scheduled is out after its time, and not after now', () => {
  const now = Date.parse('2026-11-26T20:00:00Z');
  const at = Date.parse('2026-11-27T07:00:00Z');
  expect(startOf('2026-11-27T07:00:00Z', now)).toBe(at);
  expect(doneAt({ eta: 60 }, startOf('2026-11-27T07:00:00Z', now))).toBe(at + 60_000);
  expect(startOf(undefined, now)).toBe(now);
  expect(startOf('2026-11-26T19:00:00Z', now)).toBe(now);
});
