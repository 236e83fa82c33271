import { type Msisdn, toMsisdn } from '../domain/messages/msisdn.ts';

// ITU-T E.164 has at least a country code and a national number; short codes have 3 to 8 digits.
const LONG_DIGITS = /^[1-9][0-9]{9,14}$/;
const DIGITS = /^\+?[0-9]{9,15}$/;

/**
 * The phone that a message came from, or undefined for a name, a short code, or nothing at all: none of these is
 * answered, and none can opt out. Many platforms send international numbers without saying so.
 *
 * @param national reads a number as it is written in the country of the configuration
 */
export const senderNumber = (
  from: string,
  national: (text: string) => Msisdn | undefined,
): Msisdn | undefined => {
  if (!DIGITS.test(from)) return undefined;
  return toMsisdn(from) ?? national(from) ?? (LONG_DIGITS.test(from) ? toMsisdn(`+${from}`) : undefined);
};
