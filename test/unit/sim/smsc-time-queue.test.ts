import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TimeQueue } from '../../../src/sim/smsc/carrier/time-queue.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a callback in the time queue', () => {
  it('runs in the order of due times, then in the order of adding, from one timer', () => {
    const ran: string[] = [];
    let turns = 0;
    const queue = new TimeQueue(() => turns++);
    for (const [name, delayMs] of [
      ['c', 5],
      ['b', 3],
      ['d', 5],
      ['a', 1],
      ['e', 50],
    ] as const) {
      queue.add(delayMs, () => ran.push(name));
    }
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(0);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(5);
    expect(ran).toEqual(['a', 'b', 'c', 'd']);
    expect(turns).toBe(3);
    vi.advanceTimersByTime(45);
    expect(ran.at(-1)).toBe('e');
    expect(vi.getTimerCount()).toBe(0);
    queue.close();
  });

  it('may add a later callback', () => {
    const ran: number[] = [];
    const queue = new TimeQueue(() => {});
    queue.add(1, () => {
      ran.push(1);
      queue.add(2, () => ran.push(2));
    });
    vi.advanceTimersByTime(2);
    expect(ran).toEqual([1]);
    vi.advanceTimersByTime(1);
    expect(ran).toEqual([1, 2]);
    queue.close();
  });

  it('never runs once the queue is closed', () => {
    const queue = new TimeQueue(() => {});
    const run = vi.fn();
    queue.add(1, run);
    queue.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10);
    expect(run).not.toHaveBeenCalled();
  });
});
