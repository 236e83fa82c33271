import { type Msisdn, toMsisdn } from '../domain/messages/msisdn.ts';

// An international number without its plus. A shorter one could be a short code (3 to 8 digits) or a national number.
const LONG_DIGITS = /^[1-9][0-9]{9,14}$/;
const DIGITS = /^\+?[0-9]{9,15}$/;

/**
 * The phone number of a message's sender; undefined for a name, a short code or an empty sender, which get no reply
 * and can't opt out. Many platforms write international numbers without a plus, so those are accepted too.
 *
 * @param national reads a number in the national form of the configured country
 */
export const senderNumber = (
  from: string,
  national: (text: string) => Msisdn | undefined,
): Msisdn | undefined => {
  if (!DIGITS.test(from)) return undefined;
  return toMsisdn(from) ?? national(from) ?? (LONG_DIGITS.test(from) ? toMsisdn(`+${from}`) : undefined);
};
