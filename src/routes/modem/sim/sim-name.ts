/** What is known of a modem and its SIM. */
interface Known {
  readonly iccid: string | undefined;
  readonly imsi: string | undefined;
  readonly identity: { readonly imei: string | undefined } | undefined;
}

/**
 * The name under which a SIM's limits and quarantine are stored: its ICCID, else its IMSI, else the modem's IMEI,
 * else the route. There is always a name, since a limit without one couldn't be counted.
 */
export const simName = ({ iccid, imsi, identity }: Known, route: string): string => {
  if (iccid !== undefined) return iccid;
  return imsi === undefined ? `imei:${identity?.imei ?? route}` : `imsi:${imsi}`;
};

/**
 * The name under which message references (TP-MR) are unique for a while: the SIM's IMSI, or the modem's IMEI if the
 * IMSI isn't known.
 */
export const carrierName = ({ imsi, identity }: Known, route: string): string =>
  imsi ?? `imei:${identity?.imei ?? route}`;
