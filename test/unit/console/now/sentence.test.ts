import { describe, expect, test } from 'vitest';
import { conclusionOf, isDiskLow, peopleIn, phrasesOf } from '../../../../src/console/rooms/now/sentence.ts';
import { paceOf } from '../../../../src/console/words/pace.ts';

const since = '2026-12-01T02:12:00.000Z';
const route = (id: string, own: object = {}) => ({
  id,
  type: 'smpp' as const,
  state: 'up' as const,
  since,
  ...own,
});
const pace = (id: string, rate: number, usable = true) => ({ route: id, rate, usable });

describe('the sentence', () => {
  test('what carries most comes first, then what is weak, down and disabled, with its time', () => {
    const routes = [
      route('modem-1', { type: 'modem' }),
      route('sfr', { state: 'down' }),
      route('free', { state: 'disabled' }),
      route('orange'),
      route('bouygues', { state: 'degraded' }),
    ];
    const paces = [
      pace('orange', 500),
      pace('modem-1', 1 / 3),
      pace('bouygues', 40),
      pace('sfr', 100, false),
    ];
    expect(phrasesOf(routes, paces)).toEqual([
      { kind: 'carries', ids: ['orange'], rate: 500 },
      { kind: 'carries', ids: ['modem-1'], rate: 1 / 3 },
      { kind: 'weak', ids: ['bouygues'], rate: 40 },
      { kind: 'down', ids: ['sfr'], since },
      { kind: 'disabled', ids: ['free'], since },
    ]);
  });

  test('a rack of modems is one phrase, and the time is that of the first that went down', () => {
    const modems = (state: string, from: number) =>
      Array.from({ length: 12 }, (_, index) =>
        route(`modem-${from + index}`, {
          type: 'modem',
          state,
          since: `2026-12-01T02:${10 + index}:00.000Z`,
        }),
      );
    const paces = Array.from({ length: 12 }, (_, index) => pace(`modem-${index}`, 0.25));
    const said = phrasesOf([...modems('up', 0), ...modems('down', 100)], paces);
    expect(said).toMatchObject([
      { kind: 'carries', rate: 3 },
      { kind: 'down', since: '2026-12-01T02:10:00.000Z' },
    ]);
    expect(said.map(({ ids }) => ids.length)).toEqual([12, 12]);
  });

  test('a route whose rate is not told carries nothing, rather than what it could', () => {
    expect(phrasesOf([route('orange')], [])).toEqual([{ kind: 'carries', ids: ['orange'], rate: 0 }]);
  });
});

test.each([
  [
    { ready: true, eta: 540 },
    { kind: 'takes', seconds: 540 },
  ],
  [
    { ready: false, eta: 540, notReady: 'disk' },
    { kind: 'refused', reason: 'disk' },
  ],
  [{ ready: true, eta: null, routes: [] }, { kind: 'noRoutes' }],
  [{ ready: true, eta: null, routes: [pace('sfr', 0, false)] }, { kind: 'noWay' }],
  [
    { ready: true, eta: null, reason: 'limits' },
    { kind: 'never', reason: 'limits' },
  ],
])('an outlook %o means %o', (own, said) => {
  const outlook = { reason: null, notReady: null, routes: [pace('orange', 500)], ...own };
  expect(conclusionOf(outlook)).toEqual(said);
});

test.each([
  ['4000', 4000],
  ['4 000', 4000],
  ['4\u202f000', 4000],
  ['10 000 000', 10_000_000],
  ['10 000 001', undefined],
  ['0', undefined],
  ['-5', undefined],
  ['many', undefined],
  ['', undefined],
])('"%s" as a number of people is %s', (typed, people) => {
  expect(peopleIn(typed)).toBe(people);
});

test.each([
  [500, 'second', 500],
  [1, 'second', 1],
  [2.34, 'second', 2.3],
  [0, 'second', 0],
  [1 / 3, 'minute', 20],
  [1 / 60, 'minute', 1],
  [0.001, 'minute', 0.1],
])('%s parts a second are said by the %s: %s', (rate, per, value) => {
  expect(paceOf(rate)).toEqual({ per, value });
});

test('the disk is low below twice its reserve, and not known is not low', () => {
  expect([1.9e9, 2e9, null].map((free) => isDiskLow({ free, reserve: 1e9 }))).toEqual([true, false, false]);
});
