const QUARTER_MS = 900_000;

/** Reads two swapped decimal digits; undefined if one of them is no digit. */
const decimal = (octet: number | undefined): number | undefined => {
  if (octet === undefined) return undefined;
  const tens = octet & 0xf;
  const ones = octet >> 4;
  return tens > 9 || ones > 9 ? undefined : 10 * tens + ones;
};

/**
 * Decodes a service centre's time stamp (TS 23.040 9.2.3.11): year, month, day, hour, minute, second and the time
 * zone in quarters of an hour, whose sign is bit 3 of its octet.
 *
 * @returns ms since the epoch; undefined if it is no date, since some networks send zeros
 */
export const decodeTimestamp = (octets: Uint8Array): number | undefined => {
  const [year, month, day, hour, minute, second] = [...octets.subarray(0, 6)].map(decimal);
  const zone = octets[6];
  const quarters = zone === undefined ? undefined : decimal(zone & 0xf7);
  if (
    year === undefined ||
    month === undefined ||
    day === undefined ||
    hour === undefined ||
    minute === undefined ||
    second === undefined ||
    zone === undefined ||
    quarters === undefined
  ) {
    return undefined;
  }
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) {
    return undefined;
  }
  // 9.2.3.11 gives two digits of the year. Years from 90 on count as 19xx, since the published test vectors are from
  // the 1990s.
  const fullYear = year < 90 ? 2000 + year : 1900 + year;
  const offsetMs = (zone & 0x08 ? -quarters : quarters) * QUARTER_MS;
  return Date.UTC(fullYear, month - 1, day, hour, minute, second) - offsetMs;
};
