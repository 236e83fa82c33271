import type { Msisdn } from './msisdn.ts';
import { toMsisdn } from './msisdn.ts';

/** The sender of a message. Its kind decides the type of number and numbering plan in SMPP (3.4, 5.2.5 and 5.2.6). */
export type Sender =
  | { readonly kind: 'alphanumeric'; readonly text: string }
  | { readonly kind: 'shortCode'; readonly text: string }
  | { readonly kind: 'msisdn'; readonly text: Msisdn };

// TS 23.040 9.1.2.5: an alphanumeric address has at most 11 characters of the GSM 7-bit alphabet. Only characters that
// every carrier takes are allowed, so that phones show exactly this name. A space at either end is not allowed, since
// carriers trim or refuse it.
const ALPHANUMERIC = /^(?=.*[A-Za-z])(?! )[A-Za-z0-9 _.&'+-]{1,11}(?<! )$/;
const SHORT_CODE = /^[0-9]{3,8}$/;

/** The sender written as `text`; undefined if no network would take it. */
export const toSender = (text: string): Sender | undefined => {
  const number = toMsisdn(text);
  if (number !== undefined) return { kind: 'msisdn', text: number };
  if (SHORT_CODE.test(text)) return { kind: 'shortCode', text };
  if (ALPHANUMERIC.test(text)) return { kind: 'alphanumeric', text };
  return undefined;
};
