import type { ModemFacts } from '../bring-up/modem-facts.ts';

/**
 * The name under which a SIM's limits and quarantine are stored: its ICCID, else its IMSI, else the modem's IMEI,
 * else the route. There is always a name, since a limit without one couldn't be counted.
 */
export const simName = ({ iccid, imsi, identity }: ModemFacts, route: string): string => {
  if (iccid !== undefined) return iccid;
  return imsi === undefined ? `imei:${identity?.imei ?? route}` : `imsi:${imsi}`;
};
