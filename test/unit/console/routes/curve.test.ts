import { describe, expect, test } from 'vitest';
import { curveOf, strengthOf } from '../../../../src/console/rooms/routes/modem/curve.ts';
import { inPlanOrder, othersThatSend } from '../../../../src/console/rooms/routes/places.ts';

const box = { width: 100, height: 62 };
const DAY = 86_400_000;
const QUARTER = 900_000;

test('the curve runs from a day ago at the left to now at the right, strong at the top', () => {
  const points = [
    { at: 0, dbm: -113 },
    { at: QUARTER, dbm: -51 },
  ];
  expect(curveOf(points, DAY, box)).toEqual(['M0 62L1 0']);
});

test('a quarter of an hour without a measurement is a gap, and a single point a dot', () => {
  const points = [0, QUARTER, 3 * QUARTER].map((at) => ({ at, dbm: -82 }));
  expect(curveOf(points, DAY, box)).toEqual(['M0 31L1 31', 'M3.1 31h0']);
});

test('what is out of the scale stays in the box', () => {
  expect(curveOf([{ at: -1, dbm: -140 }], DAY, box)).toEqual(['M0 62h0']);
  expect(curveOf([], DAY, box)).toEqual([]);
});

test('−75 dBm is good, −95 works, −107 is poor', () => {
  expect([-75, -95, -107].map(strengthOf)).toEqual(['good', 'weak', 'poor']);
});

test('routes stand in the order of their tiers, and what no rule uses stands last', () => {
  const of = (id: string, ...tiers: number[]) => ({
    id,
    places: tiers.map((tier) => ({ tier, tiers: 3, prefixes: null, priorities: null })),
  });
  const routes = [of('spare'), of('modem-1', 2), of('orange', 3, 1), of('sfr', 1)];
  expect(inPlanOrder(routes).map(({ id }) => id)).toEqual(['orange', 'sfr', 'modem-1', 'spare']);
});

describe('what sends on where a route is disabled', () => {
  const place = { tier: 1, tiers: 1, prefixes: null, priorities: null };
  const of = (id: string, own: Partial<Parameters<typeof othersThatSend>[0][number]> = {}) => ({
    id,
    state: 'up' as const,
    places: [place],
    quarantine: null,
    ...own,
  });
  const left = (...routes: Parameters<typeof othersThatSend>[0]): readonly string[] =>
    othersThatSend([of('a'), ...routes], 'a').map(({ id }) => id);

  test('a route that is down or disabled sends nothing in the place of another', () => {
    const routes = [
      of('b', { state: 'degraded' }),
      of('c', { state: 'down' }),
      of('d', { state: 'disabled' }),
    ];
    expect(left(...routes, of('e'))).toEqual(['b', 'e']);
  });

  test('a route that is up sends nothing either if no rule of the plan names it, or if it is quarantined', () => {
    const quarantine = { since: '2026-11-26T02:14:00.000Z', reason: 'refuses messages that others carry' };
    expect(left(of('spare', { places: [] }), of('sick', { quarantine }))).toEqual([]);
  });
});
