import { describe, expect, test } from 'vitest';
import { Backlog } from '../../../../src/dispatch/plan/backlog.ts';

const T0 = Date.UTC(2026, 0, 1);
const due = (backlog: Backlog, now = T0) =>
  [...backlog.due(now)].map(({ lane, priority }) => `${priority} ${lane}`);

describe('the counts of waiting messages', () => {
  test('list the class of the most urgent priority first, whatever was queued first', () => {
    const backlog = new Backlog([]);
    for (const priority of ['low', 'critical', 'normal', 'high'] as const) backlog.add(1, priority, 1, T0);
    expect(due(backlog)).toEqual(['critical 1', 'high 1', 'normal 1', 'low 1']);
  });

  test('list the lanes of one priority in turns, so that no lane starves another', () => {
    const backlog = new Backlog([]);
    for (const lane of [1, 2, 3]) backlog.add(lane, 'critical', 100, T0);
    const served: number[] = [];
    for (let turn = 0; turn < 9; turn++) {
      // Looking at the classes must not change their order.
      for (let look = 0; look <= turn % 3; look++) due(backlog);
      const [first] = backlog.due(T0);
      if (first === undefined) throw new Error('nothing is due');
      served.push(first.lane);
      backlog.add(first.lane, 'critical', -1, T0);
    }
    expect(served).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
  });

  test('begin with the counts of the disk, as if all those messages were due', () => {
    const backlog = new Backlog([
      { lane: 1, priority: 'normal', messages: 2 },
      { lane: 2, priority: 'high', messages: 1 },
    ]);
    expect(due(backlog)).toEqual(['high 2', 'normal 1']);
    expect(backlog.waiting('normal', T0, () => true)).toBe(3);
    expect(backlog.waiting('high', T0, () => true)).toBe(1);
  });

  test('do not count messages of a held wave as ahead of other messages', () => {
    const backlog = new Backlog([
      { lane: 1, priority: 'critical', messages: 50_000 },
      { lane: 2, priority: 'high', messages: 1 },
    ]);
    expect(backlog.waiting('high', T0, (lane) => lane !== 1)).toBe(1);
  });

  test('list a class of scheduled messages only when it is due, and tell when the next class is due', () => {
    const backlog = new Backlog([]);
    backlog.add(1, 'normal', 1, T0 + 5000);
    backlog.add(2, 'normal', 1, T0 + 3000);
    expect(due(backlog)).toEqual([]);
    expect(backlog.waiting('normal', T0, () => true)).toBe(0);
    expect(backlog.nextDueAfter(T0)).toBe(T0 + 3000);
    expect(due(backlog, T0 + 3000)).toEqual(['normal 2']);
    expect(backlog.nextDueAfter(T0 + 3000)).toBe(T0 + 5000);
  });

  test('make a class due with its earliest message, not with the message that was queued last', () => {
    const backlog = new Backlog([]);
    backlog.add(1, 'normal', 1, T0 + 5000);
    backlog.add(1, 'normal', 1, T0);
    backlog.add(1, 'normal', 1, T0 + 9000);
    expect(due(backlog)).toEqual(['normal 1']);
  });

  test('do not list a class whose messages are gone', () => {
    const backlog = new Backlog([]);
    expect(due(backlog)).toEqual([]);
    expect(backlog.nextDueAfter(T0)).toBeUndefined();
    backlog.add(1, 'normal', -5, T0);
    expect(due(backlog)).toEqual([]);
  });
});

describe('wrong counts of waiting messages', () => {
  test('stay above 0 when they are counted down, since only a claim may find that a class has no messages', () => {
    // Three messages that expired are counted off twice: by the claim that did not find them, and by their expiry.
    const backlog = new Backlog([]);
    backlog.add(1, 'critical', 2, T0);
    backlog.add(1, 'critical', -3, T0);
    expect(due(backlog)).toEqual(['critical 1']);
  });

  test('are corrected if the disk has messages that were not counted, and the audit returns their class', () => {
    const backlog = new Backlog([]);
    backlog.add(2, 'normal', 4, T0);
    const counts = [
      { lane: 1, priority: 'critical', messages: 3 },
      { lane: 2, priority: 'normal', messages: 4 },
    ] as const;
    expect(backlog.audit(counts)).toEqual([counts[0]]);
    expect(due(backlog)).toEqual(['critical 1', 'normal 2']);
    expect(backlog.audit(counts)).toEqual([]);
  });

  test('are corrected if the disk has fewer messages and the class has not changed between two audits', () => {
    const backlog = new Backlog([]);
    backlog.add(1, 'normal', 9, T0);
    backlog.audit([]);
    expect(backlog.waiting('normal', T0, () => true)).toBe(9);
    backlog.audit([{ lane: 1, priority: 'normal', messages: 5 }]);
    expect(backlog.waiting('normal', T0, () => true)).toBe(5);
    backlog.audit([]);
    expect(backlog.waiting('normal', T0, () => true)).toBe(0);
  });

  test('are removed once their class is empty, since each wave of an alert has classes of its own', () => {
    const backlog = new Backlog([]);
    for (let lane = 1; lane <= 100; lane++) backlog.add(lane, 'critical', 1, T0);
    backlog.audit([]);
    backlog.audit([{ lane: 7, priority: 'critical', messages: 1 }]);
    expect([...backlog.all()].map(({ lane }) => lane)).toEqual([7]);
    expect(due(backlog)).toEqual(['critical 7']);
    backlog.add(8, 'critical', 2, T0);
    expect(due(backlog)).toEqual(['critical 7', 'critical 8']);
  });

  test('are not corrected by an audit that may have read the disk before the last change', () => {
    const backlog = new Backlog([]);
    backlog.audit([]);
    backlog.add(1, 'critical', 1, T0);
    expect(backlog.audit([])).toEqual([]);
    expect(due(backlog)).toEqual(['critical 1']);
  });
});
