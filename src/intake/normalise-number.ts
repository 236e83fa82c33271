import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type NumberType,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import { type Msisdn, toMsisdn } from '../domain/messages/msisdn.ts';

/**
 * The number in E.164; undefined if it can't be read. A number in E.164 is not checked against numbering plans: they
 * change faster than the library's tables, and an old table must not refuse a valid number. Other numbers are read as
 * national numbers of `country`.
 */
export const normaliseNumber = (text: string, country: string | undefined): Msisdn | undefined => {
  const already = toMsisdn(text);
  if (already !== undefined) return already;
  if (!/^[+0-9][0-9 ().\-/\u00a0\u202f]{2,29}$/.test(text)) return undefined;
  const region = country !== undefined && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const parsed = parsePhoneNumberFromString(text, region === undefined ? {} : { defaultCountry: region });
  return parsed?.isPossible() === true ? toMsisdn(parsed.number) : undefined;
};

/** The country of a number (ISO 3166); undefined: none, or the tables don't know the number. */
export const countryOf = (number: Msisdn): string | undefined => parsePhoneNumberFromString(number)?.country;

/** Types of numbers that get no SMS, or none in most networks, in words. */
const withoutSms: Readonly<Partial<Record<NonNullable<NumberType>, string>>> = {
  FIXED_LINE: 'is a fixed line',
  PREMIUM_RATE: 'is a premium-rate number',
  TOLL_FREE: 'is a toll-free number',
  SHARED_COST: 'is a shared-cost number',
  UAN: 'is the common number of a company',
  VOICEMAIL: 'is a mailbox',
};

/**
 * Why a number gets no SMS by its numbering plan; undefined if it may get one, or if its plan doesn't tell fixed lines
 * from mobile ones, as in the United States. Only the library's `max` tables have types of numbers (145 kB).
 */
export const whyNoSms = (number: Msisdn): string | undefined => {
  const type = parsePhoneNumberFromString(number)?.getType();
  return type === undefined ? undefined : withoutSms[type];
};

/**
 * The spellings in which carriers may send a number: with and without the plus sign, and as national number of
 * `country`.
 */
export const spellingsOf = (number: Msisdn, country: string | undefined): readonly string[] => {
  const digits = number.slice(1);
  const spellings = [number, digits, `00${digits}`];
  const parsed = parsePhoneNumberFromString(number);
  if (parsed === undefined || country === undefined || !isSupportedCountry(country)) return spellings;
  if (getCountryCallingCode(country) !== parsed.countryCallingCode) return spellings;
  return [...spellings, parsed.formatNational().replaceAll(/[^0-9]/g, '')];
};
