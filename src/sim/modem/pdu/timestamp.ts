// TS 23.040 9.2.3.11: year, month, day, hour, minute, second, then quarters of an hour from UTC, each two swapped
// decimal digits; bit 3 of the last octet is the minus sign.
const MINUS = 0x08;

/**
 * Writes a time stamp.
 *
 * @param at the time to write
 * @param zoneMinutes the time zone in minutes from UTC, a multiple of 15 from -840 to 840
 */
export const writeTimestamp = (at: Date, zoneMinutes = 0): Uint8Array => {
  const local = new Date(at.getTime() + zoneMinutes * 60_000);
  const zone = swapped(Math.abs(zoneMinutes) / 15) | (zoneMinutes < 0 ? MINUS : 0);
  return Uint8Array.of(
    swapped(local.getUTCFullYear() % 100),
    swapped(local.getUTCMonth() + 1),
    swapped(local.getUTCDate()),
    swapped(local.getUTCHours()),
    swapped(local.getUTCMinutes()),
    swapped(local.getUTCSeconds()),
    zone,
  );
};

/**
 * Reads a time stamp as ms since the epoch.
 *
 * @throws RangeError if it is no valid time
 */
export const readTimestamp = (octets: Uint8Array): number => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = [...octets.subarray(0, 6)].map(
    unswapped,
  );
  const last = octets[6] ?? 0;
  const zoneMinutes = unswapped(last & ~MINUS) * 15 * ((last & MINUS) === 0 ? 1 : -1);
  const local = new Date(Date.UTC(2000 + year, month - 1, day, hour, minute, second));
  if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day || hour > 23 || minute > 59) {
    throw new RangeError('the timestamp is no moment');
  }
  return local.getTime() - zoneMinutes * 60_000;
};

const swapped = (number: number): number => ((number % 10) << 4) | Math.floor(number / 10);

/**
 * Reads two swapped decimal digits.
 *
 * @throws RangeError if one of them is no digit
 */
export const unswapped = (octet: number): number => {
  if ((octet & 0xf) > 9 || octet >> 4 > 9) throw new RangeError('the timestamp holds what is no digit');
  return (octet & 0xf) * 10 + (octet >> 4);
};
