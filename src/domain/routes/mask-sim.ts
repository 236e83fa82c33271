import type { ModemDetails } from './modem-details.ts';

/** The last digits tell the SIMs of one rack apart. */
export const maskIccid = (iccid: string): string => `${iccid.slice(0, 4)}…${iccid.slice(-4)}`;

/** Country (3 digits) and network (2 or 3 digits) are no secret; the rest of an IMSI names the subscriber. */
export const maskImsi = (imsi: string): string => `${imsi.slice(0, 5)}…`;

/**
 * The number of any SIM (ITU-T E.118): a reason may outlive the SIM that it is about, and not every route tells which
 * SIM it has.
 */
const ICCID = /\b89[0-9A-F]{16,20}\b/g;

/** Masks the ICCID and the IMSI in the reason of a route: it names the SIM that refused its PIN, for instance. */
export const maskInReason = (
  reason: string | undefined,
  details: Pick<ModemDetails, 'iccid' | 'imsi'> | undefined,
): string | undefined => {
  const { iccid, imsi } = details ?? {};
  let text = reason;
  if (iccid !== undefined) text = text?.replaceAll(iccid, maskIccid(iccid));
  if (imsi !== undefined) text = text?.replaceAll(imsi, maskImsi(imsi));
  return text?.replaceAll(ICCID, maskIccid);
};
