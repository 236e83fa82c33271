import { expect, test } from 'vitest';
import { cronOf, plannedOf } from '../../../src/console/rooms/drills/cron-words.ts';
import { latencyCurve, sizeOfRun, totalsOf } from '../../../src/console/rooms/drills/figures.ts';
import { numbersOf, wrongLines } from '../../../src/console/rooms/drills/form/drill-draft.ts';
import { whatToDo } from '../../../src/console/rooms/drills/runs/what-to-do.ts';

const routes = [
  { id: 'orange', state: 'up' },
  { id: 'sfr', state: 'down' },
  { id: 'modem-1', state: 'disabled' },
] as const;

test.each([
  [null, 2, 8],
  [['orange'], 1, 4],
  [['modem-1'], 0, 0],
])('a run by %j counts only enabled routes, each number and each part', (named, count, sms) => {
  const numbers = ['+33639980001', '+33639980002'];
  expect(sizeOfRun({ numbers, routes: named }, routes, 2)).toMatchObject({ routes: count, sms });
});

const figures = (route: string, messages: number, arrived: number, medianMs: number | null) => ({
  route,
  result: arrived === messages ? ('passed' as const) : ('failed' as const),
  reason: null,
  messages,
  arrived,
  medianMs,
  worstMs: medianMs,
});

test('what did not arrive is lost', () => {
  expect(totalsOf([figures('orange', 4, 4, 900), figures('sfr', 4, 1, 2000)])).toEqual({
    messages: 8,
    arrived: 5,
    lost: 3,
  });
});

test('the curve goes from the oldest run on, and where nothing arrived it has a gap, not zero', () => {
  const curve = latencyCurve([
    {
      startedAt: '2026-11-26T03:10:00Z',
      routes: [figures('orange', 2, 0, null), figures('sfr', 2, 2, 1500)],
    },
    { startedAt: null, routes: [] },
    { startedAt: '2026-11-26T03:00:00Z', routes: [figures('orange', 2, 2, 2000)] },
  ]);
  expect(curve.times).toEqual([1795662000, 1795662600]);
  expect(curve.lines).toEqual([
    { name: 'orange', values: [2, null] },
    { name: 'sfr', values: [null, 1.5] },
  ]);
});

test.each(['0 10 * * *', '30 8 * * 1', '0 10 15 * *', '*/5 8-18 * * 1-5'])(
  'the plan "%s" is read, and written again as it was',
  (cron) => {
    expect(cronOf(plannedOf(cron))).toBe(cron);
  },
);

test('a plan that is not a usual one is left as it is', () => {
  expect(plannedOf('0 10 1 1 *').kind).toBe('other');
  expect(plannedOf('0 10 * * 1-5').kind).toBe('other');
  expect(plannedOf('0 10 * * 7')).toMatchObject({ kind: 'weekly', day: 0 });
});

test('numbers are read as people write them, one in each line, and a wrong one is named by its line', () => {
  expect(numbersOf('06 39 98 00 01\n\n+33.639.980.002; 0639980003')).toEqual([
    '0639980001',
    '+33639980002',
    '0639980003',
  ]);
  expect(wrongLines(['text', 'numbers[1]'])).toEqual([2]);
});

test.each([
  ['orange: 1 of 2 the number has opted out', ['todo_optedOut']],
  ['sfr: 2 of 2 not delivered within 300 s; sent', ['todo_late']],
  ['sfr: 1 of 1 failed: the carrier says that the number is wrong', ['todo_refused']],
  ['there was nothing to measure: no route is enabled, or no number is left', ['todo_nothing']],
  ['something that nobody has thought of', ['todo_late']],
])('"%s" has what a person can do about it', (reason, steps) => {
  expect(whatToDo(reason)).toEqual(steps);
});
