import { describe, expect, it } from 'vitest';
import { degradedOf } from '../../../../src/console/rooms/alert/live/degraded.ts';

const carrier = (id: string, state: 'up' | 'degraded' | 'down' | 'disabled', since?: string) =>
  ({ id, type: 'smpp', state, rate: 0, ...(since !== undefined && { since }) }) as const;
const modem = (state: 'up' | 'down', rate = 0) => ({ id: 'modem-1', type: 'modem', state, rate }) as const;
const alarm = (subject: string, since: string, endedAt: string | null = null) =>
  ({ kind: 'routeDown', subject, since, endedAt }) as const;

describe('degraded mode', () => {
  it('is not while a carrier can send, also slowly', () => {
    expect(degradedOf([carrier('a', 'degraded'), carrier('b', 'down'), modem('up')], null)).toBeUndefined();
  });

  it('is not where there never was a carrier', () => {
    expect(degradedOf([modem('up')], null)).toBeUndefined();
  });

  it('begins when the last carrier went down', () => {
    const routes = [carrier('a', 'down'), carrier('b', 'down'), modem('up', 1 / 3)];
    const alarms = [alarm('a', '2026-11-26T02:12:00Z'), alarm('b', '2026-11-26T02:15:00Z')];
    expect(degradedOf(routes, null, alarms)).toEqual({
      left: 'modems',
      down: ['a', 'b'],
      since: Date.parse('2026-11-26T02:15:00Z'),
      modems: ['modem-1'],
      perMinute: 20,
    });
  });

  it('does not know since when, if that of one carrier is not known', () => {
    const routes = [carrier('a', 'down', '2026-11-26T02:12:00Z'), carrier('b', 'down'), modem('up')];
    const ended = [alarm('b', '2026-11-26T02:00:00Z', '2026-11-26T02:05:00Z')];
    expect(degradedOf(routes, null, ended)).toMatchObject({ since: undefined, perMinute: undefined });
  });

  it('says that nothing can send', () => {
    expect(degradedOf([carrier('a', 'down'), modem('down')], null)).toMatchObject({
      left: 'nothing',
      down: ['a'],
    });
  });

  it('looks at the routes of the alert only', () => {
    const routes = [carrier('a', 'down'), carrier('b', 'up'), modem('up')];
    expect(degradedOf(routes, ['a', 'modem-1'])).toMatchObject({ left: 'modems', down: ['a'] });
    expect(degradedOf(routes, ['b'])).toBeUndefined();
  });
});
