import { describe, expect, test } from 'vitest';
import { forecast } from '../../../../src/alerts/desk/forecast.ts';
import type { RoutePace } from '../../../../src/domain/alerts/alert-traffic.ts';
import { routeCapabilities } from '../../../../src/domain/routes/capabilities.ts';

const pace = (id: string, ratePerSecond: number, own: Partial<RoutePace> = {}): RoutePace => ({
  id,
  capabilities: routeCapabilities.smpp,
  usable: true,
  ratePerSecond,
  etaMs: { critical: 100, high: 1000, normal: 1000, low: 1000 },
  ...own,
});
const down = { critical: undefined, high: undefined, normal: undefined, low: undefined };
const critical = { priority: 'critical' } as const;

describe('the forecast of how long an alert takes to be sent', () => {
  test('adds the rates of all carriers, and gives for each route the time that it would take alone', () => {
    const told = forecast(
      [pace('a', 100), pace('b', 300), pace('m', 0.2, { capabilities: routeCapabilities.modem })],
      critical,
      4000,
    );
    expect(told.etaMs).toBe(10_100);
    expect(told.routes).toMatchObject([
      { route: 'a', aloneMs: 40_100 },
      { route: 'b', aloneMs: 13_433 },
      { route: 'm', aloneMs: 20_000_100 },
    ]);
  });

  test('uses the rates of the modems when no carrier is usable', () => {
    const gone = pace('a', 0, { usable: false, etaMs: down });
    const told = forecast([gone, pace('m', 0.5, { capabilities: routeCapabilities.modem })], critical, 100);
    expect(told.etaMs).toBe(200_100);
    expect(told.routes[0]).toMatchObject({ usable: false, aloneMs: undefined });
  });

  test('has no time when there is no route, and counts only the routes that the alert names', () => {
    expect(forecast([], critical, 10).etaMs).toBeUndefined();
    const only = { ...critical, routes: ['a'] };
    const told = forecast([pace('a', 10), pace('b', 1000)], only, 100);
    expect(told.etaMs).toBe(10_100);
    expect(told.routes.map(({ route }) => route)).toEqual(['a']);
  });

  test('includes the wait for messages that are more urgent', () => {
    expect(forecast([pace('a', 100)], { priority: 'low' }, 100).etaMs).toBe(2000);
  });
});
