import { describe, expect, it } from 'vitest';
import { faultOfCron, nextAfter } from '../../../src/kernel/cron.ts';
import { isTimeZone } from '../../../src/kernel/time-zone.ts';

const planned = (cron: string, timeZone: string, from: string, times: number): readonly string[] => {
  const found: string[] = [];
  for (let at: number | undefined = Date.parse(from); at !== undefined && found.length < times; ) {
    at = nextAfter(cron, timeZone, at);
    if (at !== undefined) found.push(new Date(at).toISOString().slice(0, 16));
  }
  return found;
};

describe('planned times of a cron expression', () => {
  it('keep their time of day when summer time begins', () => {
    expect(planned('0 8 * * 1', 'Europe/Paris', '2026-03-20T00:00:00Z', 2)).toEqual([
      '2026-03-23T07:00',
      '2026-03-30T06:00',
    ]);
  });

  it('in an hour that is skipped when summer time begins come right after that hour', () => {
    expect(planned('30 2 * * *', 'Europe/Paris', '2026-03-28T00:00:00Z', 3)).toEqual([
      '2026-03-28T01:30',
      '2026-03-29T01:00',
      '2026-03-30T00:30',
    ]);
  });

  it('in an hour that comes twice when summer time ends come once', () => {
    expect(planned('30 2 * * *', 'Europe/Paris', '2026-10-24T00:00:00Z', 3)).toEqual([
      '2026-10-24T00:30',
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
  });

  it('follow the time zone of the schedule, not that of the machine', () => {
    expect(planned('0 0 1 1 *', 'Pacific/Noumea', '2026-06-01T00:00:00Z', 1)).toEqual(['2026-12-31T13:00']);
  });
});

it.each([
  ['* * * * * *', 'is not five fields'],
  ['@daily', 'is not five fields'],
  ['0 0 30 2 *', 'never comes'],
  ['99 * * * *', '99'],
  ['x * * * *', 'x'],
  ['', 'is not five fields'],
  ['-1-5 * * * *', ''],
])('the cron expression %j is refused', (cron, why) => {
  expect(faultOfCron(cron, 'Europe/Paris')).toContain(why);
});

it('a time zone is valid if the machine knows it', () => {
  expect(isTimeZone('Europe/Paris')).toBe(true);
  expect(isTimeZone('Europe/Nowhere')).toBe(false);
  expect(isTimeZone('')).toBe(false);
});
