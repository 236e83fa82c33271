import { expect, test } from 'vitest';
import { figuresOf, standingOf, withProgress } from '../../../../src/console/rooms/now/figures.ts';
import type { AlertOverview } from '../../../../src/console/rooms/now/told.ts';

const people = {
  total: 90,
  suppressed: 10,
  toReach: 80,
  reached: 50,
  unconfirmed: 12,
  inDoubt: 3,
  underWay: 11,
  notReached: 4,
};

test('each person is in one word of the bar, and who is never written to in none', () => {
  const figures = figuresOf({ waves: [1], progress: { people, toCome: 20 } });
  expect(figures).toEqual({ reached: 50, silent: 15, notReached: 4, waiting: 31 });
  expect(Object.values(figures).reduce((sum, one) => sum + one, 0)).toBe(people.toReach + 20);
});

test('people to whom a correction goes too are not counted a second time', () => {
  const figures = figuresOf({ waves: [1, 2], progress: { people, toCome: 65 } });
  expect(Object.values(figures).reduce((sum, one) => sum + one, 0)).toBe(people.toReach);
});

const alert = { id: 7, state: 'sending', progress: { people, toCome: 20 } } as AlertOverview;
const progress = (id: number, own: object) => ({
  type: 'alert.progress',
  timestamp: '',
  data: { alert: id, people: { ...people, ...own }, messages: { sent: 1 } },
});

test('the figures of an event take the place of the older ones, and nobody is counted twice', () => {
  const now = withProgress(alert, progress(7, { total: 105, underWay: 26 })).progress;
  expect(now.toCome).toBe(5);
  expect(figuresOf({ waves: [1], progress: now }).waiting).toBe(31);
  expect(withProgress(alert, progress(7, { total: 200 })).progress.toCome).toBe(0);
  expect(withProgress(alert, progress(8, { total: 105 }))).toBe(alert);
});

test.each([
  [
    { eta: 90, inTime: true },
    { kind: 'by', at: 91_000, isLate: false, reason: null },
  ],
  [
    { eta: 90, inTime: false, etaReason: 'slow' },
    { kind: 'by', at: 91_000, isLate: true, reason: 'slow' },
  ],
  [{ eta: 0 }, { kind: 'out' }],
  [
    { eta: null, etaReason: 'no route can send now' },
    { kind: 'never', reason: 'no route can send now' },
  ],
  [{ eta: null, state: 'paused' }, { kind: 'paused' }],
])('an alert with %o stands as %o', (own, standing) => {
  const { state = 'sending', ...told } = own as { readonly state?: 'sending' | 'paused' };
  const given = { eta: 0, inTime: true, etaReason: null, ...told };
  expect(standingOf({ state, progress: given }, 1000)).toEqual(standing);
});
