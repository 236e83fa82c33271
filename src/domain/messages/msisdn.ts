declare const msisdn: unique symbol;

/** A subscriber's number in E.164 with its plus sign, e.g. `+33639980001`: 7 to 15 digits, none leading zero. */
export type Msisdn = string & { readonly [msisdn]: true };

// ITU-T E.164: at most 15 digits. Fewer than 7 can't be an international subscriber number.
const E164 = /^\+[1-9][0-9]{6,14}$/;

/** The number if `text` is already E.164 with a plus sign, otherwise undefined. Nothing is guessed here. */
export const toMsisdn = (text: string): Msisdn | undefined =>
  E164.test(text) ? (text as Msisdn) : undefined;
