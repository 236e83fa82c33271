import type { ModemFacts } from '../bring-up/modem-facts.ts';

/**
 * What a SIM's limits and its time aside go by: its ICCID. Where the modem can't read that, what else is of this SIM
 * and no other, or at the least the modem: a limit that nobody can count is no limit.
 */
export const simName = ({ iccid, imsi, identity }: ModemFacts, route: string): string => {
  if (iccid !== undefined) return iccid;
  return imsi === undefined ? `imei:${identity?.imei ?? route}` : `imsi:${imsi}`;
};
