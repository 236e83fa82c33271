import type { Msisdn } from './msisdn.ts';
import { toMsisdn } from './msisdn.ts';

/**
 * Where a message says it comes from. The type of number and numbering plan that SMPP asks for (3.4, 5.2.5 and
 * 5.2.6) follow from the kind.
 */
export type Sender =
  | { readonly kind: 'alphanumeric'; readonly text: string }
  | { readonly kind: 'shortCode'; readonly text: string }
  | { readonly kind: 'msisdn'; readonly text: Msisdn };

// TS 23.040 9.1.2.5: an alphanumeric address holds at most 11 characters of the GSM 7-bit alphabet. Only those
// that every carrier takes are allowed, so that the name shown is the name asked for.
// No space at either end: carriers trim it, or refuse it.
const ALPHANUMERIC = /^(?=.*[A-Za-z])(?! )[A-Za-z0-9 _.&'+-]{1,11}(?<! )$/;
const SHORT_CODE = /^[0-9]{3,8}$/;

/** The sender that `text` names, or undefined if no network would take it. */
export const toSender = (text: string): Sender | undefined => {
  const number = toMsisdn(text);
  if (number !== undefined) return { kind: 'msisdn', text: number };
  if (SHORT_CODE.test(text)) return { kind: 'shortCode', text };
  if (ALPHANUMERIC.test(text)) return { kind: 'alphanumeric', text };
  return undefined;
};
