import { describe, expect, it } from 'vitest';
import { secondsOf } from '../../../../src/console/rooms/alert/duration.ts';
import { cronOf, rhythmOf } from '../../../../src/console/rooms/alerts/schedules/rhythm.ts';

describe('when a schedule launches', () => {
  it.each([
    ['0 10 1 * *', { every: 'month', day: 1, time: '10:00' }],
    ['5 9 * * 3', { every: 'week', day: 3, time: '09:05' }],
    ['0 0 * * 7', { every: 'week', day: 0, time: '00:00' }],
    ['30 23 * * *', { every: 'day', time: '23:30' }],
    ['0 10 1-7 * 1', { every: 'own', cron: '0 10 1-7 * 1' }],
    ['0 10 1 * 1', { every: 'own', cron: '0 10 1 * 1' }],
    ['99 10 1 * *', { every: 'own', cron: '99 10 1 * *' }],
  ])('reads %s', (cron, rhythm) => {
    expect(rhythmOf(cron)).toEqual(rhythm);
    if (!cron.endsWith('7')) expect(cronOf(rhythmOf(cron))).toBe(cron);
  });
});

describe('a duration of the gateway', () => {
  it.each([
    ['PT30M', 1800],
    ['P7D', 604_800],
    ['PT1.5S', 1.5],
    ['P1DT2H', 93_600],
    ['soon', undefined],
  ])('%s', (text, seconds) => expect(secondsOf(text)).toBe(seconds));
});
