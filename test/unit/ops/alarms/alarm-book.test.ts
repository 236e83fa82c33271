import { describe, expect, test } from 'vitest';
import { type Alarm, alarmStateOf } from '../../../../src/domain/operation/alarm.ts';
import { type AlarmBook, bookOf, stepBook } from '../../../../src/ops/alarms/alarm-book.ts';
import type { Condition } from '../../../../src/ops/alarms/condition.ts';

const T0 = Date.UTC(2026, 10, 26, 3);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const down: Condition = { kind: 'routeDown', subject: 'orange', reason: 'ECONNREFUSED' };
const by = { id: 'user:1', name: 'anna' };

/** A book that is shown the same conditions every five seconds. */
class Run {
  book: AlarmBook = bookOf([]);
  now = T0;
  readonly changes: string[] = [];

  pass(ms: number, conditions: (now: number) => readonly Condition[]): void {
    for (const end = this.now + ms; this.now <= end; this.now += 5 * SECOND) {
      const { book, changes } = stepBook(this.book, conditions(this.now), this.now);
      this.book = book;
      for (const { what, alarm } of changes) this.changes.push(`${what} ${alarm.id}`);
    }
  }

  alarm(id = 'routeDown:orange'): Alarm {
    const found = this.book.alarms.get(id);
    if (found === undefined) throw new Error(`there is no alarm ${id}`);
    return found;
  }

  change(own: Partial<Alarm>): void {
    this.book = { ...this.book, alarms: new Map([[this.alarm().id, { ...this.alarm(), ...own }]]) };
  }
}

describe('an alarm', () => {
  test('is raised once its trouble has lasted for the hold time, and ends after the quiet time', () => {
    const run = new Run();
    run.pass(25 * SECOND, () => [down]);
    expect(run.changes).toEqual([]);
    run.pass(10 * SECOND, () => [down]);
    expect(run.changes).toEqual(['raised routeDown:orange']);
    expect(run.alarm()).toMatchObject({ since: T0, severity: 'critical', reason: 'ECONNREFUSED', times: 1 });
    run.pass(100 * SECOND, () => []);
    expect(run.alarm().endedAt).toBeUndefined();
    run.pass(30 * SECOND, () => []);
    expect(run.changes).toEqual(['raised routeDown:orange', 'ended routeDown:orange']);
    expect(alarmStateOf(run.alarm(), run.now)).toBe('ended');
  });

  test('is not raised by a trouble that is over before the hold time', () => {
    const run = new Run();
    run.pass(20 * SECOND, () => [down]);
    run.pass(MINUTE, () => []);
    run.pass(20 * SECOND, () => [down]);
    expect(run.changes).toEqual([]);
  });

  test('is raised once while its route flaps every few seconds, and ends once after it is calm', () => {
    const run = new Run();
    run.pass(10 * MINUTE, (now) => (((now - T0) / (5 * SECOND)) % 2 === 0 ? [down] : []));
    run.pass(3 * MINUTE, () => []);
    expect(run.changes).toEqual(['raised routeDown:orange', 'ended routeDown:orange']);
    expect(run.alarm().times).toBeGreaterThan(10);
  });

  test('has the same id and counts on when it is raised again, with a new serial', () => {
    const run = new Run();
    run.pass(MINUTE, () => [down]);
    run.pass(3 * MINUTE, () => []);
    const { serial } = run.alarm();
    run.pass(MINUTE, () => [down]);
    expect(run.alarm()).toMatchObject({ times: 2, serial: serial + 1, endedAt: undefined });
  });

  test('loses its acknowledgement when it becomes worse', () => {
    const run = new Run();
    const soon: Condition = { kind: 'certificateExpires', subject: 'http.tls', severity: 'warning' };
    run.pass(0, () => [soon]);
    const id = 'certificateExpires:http.tls';
    run.book = { ...run.book, alarms: new Map([[id, { ...run.alarm(id), acknowledged: { by, at: T0 } }]]) };
    run.pass(0, () => [{ ...soon, severity: 'critical' }]);
    expect(run.changes).toEqual([`raised ${id}`, `worse ${id}`]);
    expect(run.alarm(id)).toMatchObject({ severity: 'critical', acknowledged: undefined });
  });

  test('is forgotten ninety days after its end', () => {
    const run = new Run();
    run.pass(MINUTE, () => [down]);
    run.pass(3 * MINUTE, () => []);
    run.now += 91 * 86_400_000;
    run.pass(0, () => []);
    expect(run.book.alarms.size).toBe(0);
  });
});

describe('a silence', () => {
  const silence = { by, at: T0, until: T0 + 60 * MINUTE, reason: 'SIM is on order' };

  test('outlasts the end of its alarm, and holds for the next one', () => {
    const run = new Run();
    run.pass(MINUTE, () => [down]);
    run.change({ silence });
    expect(alarmStateOf(run.alarm(), run.now)).toBe('silenced');
    run.pass(3 * MINUTE, () => []);
    run.pass(MINUTE, () => [down]);
    expect(alarmStateOf(run.alarm(), run.now)).toBe('silenced');
  });

  test('ends by itself, and the alarm is to be told anew', () => {
    const run = new Run();
    run.pass(MINUTE, () => [down]);
    run.change({ silence, tellings: 1 });
    run.pass(61 * MINUTE, () => [down]);
    expect(run.changes.at(-1)).toBe('unsilenced routeDown:orange');
    expect(run.alarm()).toMatchObject({ silence: undefined, tellings: 0 });
    expect(alarmStateOf(run.alarm(), run.now)).toBe('open');
  });

  test('that would last longer than thirty days, since the clock was set back, does not count', () => {
    const run = new Run();
    run.pass(MINUTE, () => [down]);
    run.change({ silence: { ...silence, until: run.now + 31 * 86_400_000 } });
    expect(alarmStateOf(run.alarm(), run.now)).toBe('open');
  });
});

describe('after a restart', () => {
  test('an alarm that still lasts stays as it was, and one whose trouble is over ends', () => {
    const before = new Run();
    before.pass(MINUTE, () => [down, { ...down, subject: 'sfr' }]);
    const acknowledged = { by, at: before.now };
    const kept = [...before.book.alarms.values()].map((one) => ({ ...one, acknowledged, tellings: 1 }));
    const after = new Run();
    after.book = bookOf(kept);
    after.now = before.now + 60 * MINUTE;
    after.pass(3 * MINUTE, () => [down]);
    expect(after.changes).toEqual(['ended routeDown:sfr']);
    expect(after.alarm()).toMatchObject({ acknowledged, tellings: 1, times: 1 });
  });
});

describe('an alarm that somebody has acknowledged', () => {
  const restarted = (lastAt: number): Condition => ({ kind: 'restarted', lastAt });

  test('is open again when its trouble happens once more, and stays acknowledged while it only lasts', () => {
    const run = new Run();
    run.pass(10 * SECOND, () => [restarted(T0)]);
    const known = run.alarm('restarted');
    const acknowledged = { by, at: run.now };
    run.book = bookOf([{ ...known, acknowledged }]);
    run.pass(MINUTE, () => [restarted(T0)]);
    expect(alarmStateOf(run.alarm('restarted'), run.now)).toBe('acknowledged');
    run.pass(MINUTE, (now) => [restarted(Math.max(acknowledged.at + 1, now - MINUTE))]);
    expect(alarmStateOf(run.alarm('restarted'), run.now)).toBe('open');
    expect(run.alarm('restarted')).toMatchObject({ times: 2, tellings: 0 });
    expect(run.changes).toEqual(['raised restarted', 'worse restarted']);
  });
});
