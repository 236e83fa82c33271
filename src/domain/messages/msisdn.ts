declare const msisdn: unique symbol;

/**
 * A subscriber's number in E.164 with its plus sign, such as `+33639980001`: 7 to 15 digits, without a leading zero.
 */
export type Msisdn = string & { readonly [msisdn]: true };

// ITU-T E.164 allows at most 15 digits. A number of fewer than 7 is not international.
const E164 = /^\+[1-9][0-9]{6,14}$/;

/** The number if `text` is in E.164 with a plus sign, otherwise undefined. National numbers are not converted here. */
export const toMsisdn = (text: string): Msisdn | undefined =>
  E164.test(text) ? (text as Msisdn) : undefined;

/** What is wrong with a text that is no number, wherever people write one. */
export const NO_NUMBER =
  'is no phone number: write it in E.164, such as +33639980001, or as in your country if `country` is configured';
