import type { ModemRouteConfig } from '../../config/routes/modem-route.ts';
import type { ModemStatus } from '../../domain/routes/route.ts';
import type { ModemFacts } from './bring-up/modem-facts.ts';

/** What a route tells of its modem. */
export const modemStatus = (
  facts: ModemFacts,
  { roaming }: ModemRouteConfig,
  simLimitLeft: number | undefined,
): ModemStatus => ({
  imei: facts.identity?.imei,
  operator: facts.operator,
  registration: facts.registration,
  technology: facts.technology,
  avoidsRoaming: facts.roaming && roaming !== 'allow',
  signalDbm: facts.signalDbm,
  simLimitLeft,
});
