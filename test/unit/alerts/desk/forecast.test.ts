import { describe, expect, test } from 'vitest';
import { forecast } from '../../../../src/alerts/preview/forecast.ts';
import { paceOf } from '../../../support/alerts/paces.ts';

const HOUR = 3_600_000;
const modem = { type: 'modem', delayMs: 0 } as const;
const critical = { priority: 'critical' } as const;
const load = (parts: number, validMs = 100 * HOUR) => ({ parts, people: parts, validMs });

describe('the forecast of how long an alert takes to be sent', () => {
  test('adds the rates of all carriers, and gives for each route the time that it would take alone', () => {
    const told = forecast(
      [paceOf('a', 100), paceOf('b', 300), paceOf('m', 0.2, modem)],
      critical,
      load(4000),
    );
    expect(told.etaMs).toBe(10_100);
    expect(told.routes).toMatchObject([
      { route: 'a', aloneMs: 40_100 },
      { route: 'b', aloneMs: 13_433 },
      { route: 'm', aloneMs: 20_000_000 },
    ]);
  });

  test('uses the rates of the modems when no carrier is usable', () => {
    const gone = paceOf('a', 0, { usable: false });
    const told = forecast([gone, paceOf('m', 0.5, modem)], critical, load(100));
    expect(told.etaMs).toBe(200_000);
    expect(told.routes[0]).toMatchObject({ usable: false, aloneMs: undefined });
  });

  test('has no time when there is no route, and counts only the routes that the alert names', () => {
    expect(forecast([], critical, load(10))).toMatchObject({ etaMs: undefined, inTime: false });
    const told = forecast([paceOf('a', 10), paceOf('b', 1000)], { ...critical, routes: ['a'] }, load(100));
    expect(told.etaMs).toBe(10_100);
    expect(told.routes.map(({ route }) => route)).toEqual(['a']);
  });

  test('includes the wait for messages that are more urgent', () => {
    const ahead = { critical: 0, high: 0, normal: 0, low: 90 };
    expect(forecast([paceOf('a', 100, { ahead })], { priority: 'low' }, load(100)).etaMs).toBe(2000);
  });

  test('says that not all messages leave in time if their validity ends before', () => {
    const told = forecast([paceOf('m', 0.1, modem)], critical, load(720, HOUR));
    expect(told).toMatchObject({
      etaMs: 2 * HOUR,
      inTime: false,
      reason: 'about 50 % of the messages can leave before their validity ends',
    });
  });

  test('has no time, and says why, if the SIMs may not write to so many people', () => {
    const recipients = { most: 100, known: new Set(['+33639980001', '+33639980002']) };
    const told = forecast([paceOf('m', 0.1, { ...modem, recipients })], critical, {
      ...load(147),
      among: () => 1,
    });
    expect(told).toMatchObject({ etaMs: undefined, inTime: false });
    expect(told.reason).toMatch(/about 99 of 147 people/);
    expect(forecast([paceOf('m', 0.1, { ...modem, recipients })], critical, load(99)).inTime).toBe(true);
  });
});
