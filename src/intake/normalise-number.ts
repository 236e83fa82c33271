import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { type Msisdn, toMsisdn } from '../domain/messages/msisdn.ts';

/**
 * The recipient as E.164. What is E.164 already is taken as it is: numbering plans change faster than tables, and an
 * officer's number is not refused because a table is old. Anything else is read as written in `country`.
 */
export const normaliseNumber = (text: string, country: string | undefined): Msisdn | undefined => {
  const already = toMsisdn(text);
  if (already !== undefined) return already;
  if (!/^[+0-9][0-9 ().\-/\u00a0\u202f]{2,29}$/.test(text)) return undefined;
  const region = country !== undefined && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const parsed = parsePhoneNumberFromString(text, region === undefined ? {} : { defaultCountry: region });
  return parsed?.isPossible() === true ? toMsisdn(parsed.number) : undefined;
};

/** How carriers may write a number, in E.164 or not: with and without its plus, and as at home in `country`. */
export const spellingsOf = (number: Msisdn, country: string | undefined): readonly string[] => {
  const digits = number.slice(1);
  const spellings = [number, digits, `00${digits}`];
  const parsed = parsePhoneNumberFromString(number);
  if (parsed === undefined || country === undefined || !isSupportedCountry(country)) return spellings;
  if (getCountryCallingCode(country) !== parsed.countryCallingCode) return spellings;
  return [...spellings, parsed.formatNational().replaceAll(/[^0-9]/g, '')];
};
