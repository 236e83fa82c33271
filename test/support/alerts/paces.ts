import type { RoutePace } from '../../../src/domain/alerts/alert-traffic.ts';
import type { Allowance } from '../../../src/domain/routes/allowance.ts';
import { type RouteType, routeCapabilities } from '../../../src/domain/routes/capabilities.ts';
import { Supply } from '../../../src/domain/routes/supply.ts';

interface OwnPace extends Partial<RoutePace> {
  readonly type?: RouteType;
  readonly allowance?: Allowance;
}

/** The pace of a route before which no other message waits. */
export const paceOf = (
  id: string,
  ratePerSecond: number,
  { type = 'smpp', allowance, ...own }: OwnPace = {},
): RoutePace => ({
  id,
  capabilities: routeCapabilities[type],
  usable: true,
  ratePerSecond,
  delayMs: type === 'smpp' ? 100 : 0,
  ahead: { critical: 0, high: 0, normal: 0, low: 0 },
  supply: new Supply(ratePerSecond, allowance, 0),
  ...own,
});
