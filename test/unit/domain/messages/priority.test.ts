import { describe, expect, it } from 'vitest';
import { priorities, priorityCode, priorityOf } from '../../../../src/domain/messages/priority.ts';

describe('priorities', () => {
  it('have the codes by which the store orders them, the most urgent first', () => {
    const codes = Object.fromEntries(priorities.map((priority) => [priority, priorityCode(priority)]));
    expect(codes).toEqual({ critical: 0, high: 1, normal: 2, low: 3 });
  });

  it('are found by their codes', () => {
    for (const priority of priorities) expect(priorityOf(priorityCode(priority))).toBe(priority);
  });

  it.each([-1, 4, 1.5, Number.NaN])('are `low` for the unknown code %d', (code) => {
    expect(priorityOf(code)).toBe('low');
  });
});
